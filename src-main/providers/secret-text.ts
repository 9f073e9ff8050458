/** What a secret's text comes to: the value to keep, or in words why it is none. */
export type SecretText =
  | { readonly kind: 'value'; readonly value: string }
  /** Never says anything of the value itself. */
  | { readonly kind: 'problem'; readonly problem: string };

/** Longest secret, in characters: tokens of sign-ins get long, but none is a file. */
const longest = 4096;

const problem = (text: string): SecretText => ({ kind: 'problem', problem: text });

/**
 * Reads a key or token as people paste it. What cannot be one is refused here, as the libraries behind would put it whole
 * into their error (facts/providers 5.2). The message never has any of the value.
 */
export function readSecret(text: string): SecretText {
  if (text.length > 4 * longest) return problem('This is too long for a key. Copy the key alone.');
  // What copying brings along at the ends, the invisible included.
  const value = text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
  if (value === '') return problem('There is no key in this field.');
  if (value.length > longest)
    return problem('This is too long for a key: more than 4096 characters. Copy the key alone.');
  if (/^(bearer|basic|api-?key|x-api-key|authorization)(\s|:)/i.test(value)) {
    return problem('Enter the key alone, without the word in front of it.');
  }
  if (/[\r\n\t]/.test(value)) return problem('The key has a line break or a tab in it. Copy it again, in one piece.');
  if (/[•●∙·…]|\*{3,}/u.test(value)) {
    return problem(
      'This is the masked form of a key. Leave the field as it is to keep the key, or enter the whole one.',
    );
  }
  if (/["'“”„‟‘’‚‛«»`]/u.test(value)) return problem('The key has quotation marks in it. Copy it without them.');
  if (/\s/.test(value)) return problem('The key has a space in it. Copy it again, in one piece.');
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return problem(
      'The key has a character in it that no key has: only letters, digits and signs of a plain keyboard.',
    );
  }
  return { kind: 'value', value };
}
