import { createHash } from 'node:crypto';

/** A line of a record: a checksum, so that one that was cut off is known, and its text, which has no line end. */
export function recordLine(text: string): Uint8Array {
  return new TextEncoder().encode(`${checksumOf(text)} ${text}\n`);
}

/** The texts of the lines up to the first that is not whole; what follows the last line end is not whole. */
export function wholeLines(text: string): readonly string[] {
  const texts = text.split('\n').slice(0, -1).map(textOf);
  const torn = texts.indexOf(null);
  return (torn < 0 ? texts : texts.slice(0, torn)).filter((one) => one !== null);
}

/** The texts of all whole lines, also of those behind one that is not. */
export function everyWholeLine(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map(textOf)
    .filter((one) => one !== null);
}

function textOf(line: string): string | null {
  const [checksum, text] = [line.slice(0, 64), line.slice(65)];
  return checksumOf(text) === checksum ? text : null;
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
