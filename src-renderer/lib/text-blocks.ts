/** A text in pieces that end with a line, so that only the last one is drawn anew when something is added to it. */
export type TextBlocks = readonly string[];

/** Characters after which a piece ends with its next line. */
const fullBlock = 2000;
/** Where a line does not end, a piece ends all the same. */
const fullestBlock = 8000;

/** The pieces with something added at the end. Those before the last one stay the same. */
export function addText(blocks: TextBlocks, text: string): TextBlocks {
  if (text === '') return blocks;
  const added = [...blocks.slice(0, -1)];
  let last = (blocks.at(-1) ?? '') + text;
  for (let end = endOf(last); end !== null; end = endOf(last)) {
    added.push(last.slice(0, end));
    last = last.slice(end);
  }
  return [...added, last];
}

/** The whole text. */
export function textOfBlocks(blocks: TextBlocks): string {
  return blocks.join('');
}

function endOf(text: string): number | null {
  if (text.length <= fullBlock) return null;
  const line = text.indexOf('\n', fullBlock);
  if (line !== -1 && line < fullestBlock) return line + 1;
  return text.length > fullestBlock ? fullestBlock : null;
}
