/** A sentence in which what stands between backticks is shown as code. */
export function Words({ text }: { readonly text: string }) {
  const parts = text.split('`');
  // An odd mark has no partner, so that all of them are meant as written.
  if (parts.length % 2 === 0) return text;
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
  return parts.map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
