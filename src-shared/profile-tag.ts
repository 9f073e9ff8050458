/** What the beginning of a message says about who is to answer it. */
export type TaggedMessage =
  /** Nothing: `text` is the message, an escaped `@` put right. */
  | { readonly kind: 'plain'; readonly text: string }
  /** `tag` in capital letters; `text` is what follows it, and may be empty. */
  | { readonly kind: 'tagged'; readonly tag: string; readonly text: string }
  /** Meant as a tag, and none that there could be: `tag` as it was written. */
  | { readonly kind: 'odd'; readonly tag: string };

/** A tag as profiles have it (`tagText` of the settings); letters of other scripts that look the same are no such letters. */
const possible = /^[A-Za-z0-9]{1,16}$/;
/** What somebody would write who means a tag: letters, digits and what cannot be seen, but no dot and no second `@`. */
const meant = /^[\p{L}\p{N}\p{M}\p{Cf}_-]+$/u;

/**
 * Reads the tag in front of a message (spec 5.5). Only the first token counts: `@TAG`, in any letter case, with a colon or
 * a comma behind it if one likes; the message may have any number of lines. `\@` stands for an `@` that is none, and
 * `user@host`, `@a@b.com` and `@scope/name` are none. What is meant as a tag and cannot be one is `odd` instead of plain:
 * as plain text it would go to a provider that the person did not name.
 */
export function readTag(message: string): TaggedMessage {
  const escaped = /^[\s\p{Cf}]*\\+@/u.exec(message);
  if (escaped !== null) return { kind: 'plain', text: message.replace('\\', '') };
  const [whole = '', token = ''] = /^[\s\p{Cf}]*@(\S+)/u.exec(message) ?? [];
  const tag = token.replace(/[:,]$/, '');
  if (!meant.test(tag)) return { kind: 'plain', text: message };
  if (!possible.test(tag)) return { kind: 'odd', tag };
  // The blanks behind the tag go, and the line breaks; the indentation of the first line with text stays.
  const text = message.slice(whole.length).replace(/^[^\S\r\n]*(?:\r?\n(?:[^\S\r\n]*\r?\n)*)?/, '');
  return { kind: 'tagged', tag: tag.toUpperCase(), text };
}
