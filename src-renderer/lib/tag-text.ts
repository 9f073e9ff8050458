/** What is typed of a tag where the caret still stands in it; null where it does not. */
export function typedTag(text: string, caret: number): string | null {
  const found = /^\s*@([A-Za-z0-9]*)$/.exec(text.slice(0, caret));
  // Behind the caret the word has to end, else it is a tag no longer.
  return found !== null && /^([A-Za-z0-9]*)(\s|$)/.test(text.slice(caret)) ? (found[1] ?? '').toUpperCase() : null;
}

/** The message with this tag in place of the one that is being typed. */
export function withTag(text: string, tag: string): string {
  return `@${tag} ${text.replace(/^\s*@[A-Za-z0-9]*\s*/, '')}`;
}
