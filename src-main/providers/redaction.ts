/** What stands for a secret in a text. */
const mask = '•••';
/** Shorter parts of a secret tell nothing of it, and stand in ordinary words. */
const shortestPart = 8;
/** Of a secret that is so short that it could be anywhere, no text of the provider is shown at all. */
const shortestSecret = 4;

/** Takes the secrets of one configuration out of texts. */
export interface Redaction {
  /** The text without the secrets, and without longer parts of them: some servers repeat a key with its middle left out. */
  clean(text: string): string;
  /** For a text that comes in pieces: a secret may be spread over several. */
  stream(): RedactedStream;
}

/** A text in pieces. What could be the beginning of a secret is held back. */
export interface RedactedStream {
  next(piece: string): string;
  /** What was held back to the end. */
  rest(): string;
}

/** Makes a redaction for the values of secrets. */
export function createRedaction(values: readonly string[]): Redaction {
  const all = values.filter((value) => value !== '');
  const secrets = [...new Set(all.flatMap(formsOf))].sort((one, other) => other.length - one.length);
  const hasShort = all.some(({ length }) => length < shortestSecret);
  const whole = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, mask), text);
  return {
    clean: (text) => (hasShort ? '' : withoutParts(whole(text), secrets)),
    stream() {
      let held = '';
      // An answer is the model's own words; they are only kept from having a key in them, whatever its length.
      const known = secrets.filter(({ length }) => length >= shortestSecret);
      return {
        next(piece) {
          const text = known.reduce((left, secret) => left.replaceAll(secret, mask), held + piece);
          const keep = longestBeginning(text, known);
          held = text.slice(text.length - keep);
          return text.slice(0, text.length - keep);
        },
        rest() {
          const last = held;
          held = '';
          // An answer that ends within a key has the longer part of it.
          return last.length >= shortestPart ? mask : last;
        },
      };
    },
  };
}

/** A secret as it can stand in a text: itself, and as JSON, an address or a header of basic sign-in have it. */
function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), base64];
}

function withoutParts(text: string, secrets: readonly string[]): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const length = partAt(text, at, secrets);
    result += length === 0 ? text.charAt(at) : mask;
    at += Math.max(1, length);
  }
  return result;
}

/** How long a part of a secret is that begins there, 0 for none. */
function partAt(text: string, at: number, secrets: readonly string[]): number {
  const start = text.slice(at, at + shortestPart);
  if (start.length < shortestPart) return 0;
  let longest = 0;
  for (const secret of secrets) {
    if (!secret.includes(start)) continue;
    let length = shortestPart;
    while (at + length < text.length && secret.includes(text.slice(at, at + length + 1))) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** How much of the end of a text could be the beginning of a secret. */
function longestBeginning(text: string, secrets: readonly string[]): number {
  let longest = 0;
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length -= 1) {
      if (secret.startsWith(text.slice(text.length - length))) longest = length;
    }
  }
  return longest;
}
