// biome-ignore lint/suspicious/noControlCharactersInRegex: control codes are what is looked for
const anyControl = /[\u0000-\u0008\u000a-\u001f\u007f\u009b]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is to be removed
const sequences = /(?:\u001b\[|\u009b)[0-9;?:]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control codes are what is to be removed
const controls = /[\u0000-\u0008\u000a-\u001f\u007f\u009b]/g;

/** A line without the codes that colour it, move a cursor or ring a bell; tabs stay. */
export function plainLine(line: string): string {
  return anyControl.test(line) ? line.replaceAll(sequences, '').replaceAll(controls, '') : line;
}
