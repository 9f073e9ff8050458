/**
 * Splits a command line into words as a POSIX shell does, without replacing anything: quotes and backslashes are taken
 * away, a `#` is a letter. Null where a quote is not closed or a backslash comes last.
 */
export function shellWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "'") {
      const end = line.indexOf("'", at + 1);
      if (end === -1) return null;
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const quoted = /^"((?:\\[\s\S]|[^"\\])*)"/.exec(line.slice(at));
      if (quoted === null) return null;
      word = (word ?? '') + (quoted[1] ?? '').replaceAll(/\\([\\"$`])/g, '$1');
      at += quoted[0].length - 1;
    } else if (character === '\\') {
      at += 1;
      if (at === line.length) return null;
      word = (word ?? '') + line.charAt(at);
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === null ? words : [...words, word];
}
