/** A file as text that turns back into exactly the bytes it came from. */
export interface DecodedBytes {
  readonly text: string;
  readonly encode: {
    /** A new value in the characters of `text`. */
    value(value: string): string;
    /** The whole text, edited, as bytes. */
    text(text: string): Uint8Array;
  };
}

/** Decodes UTF-8, or, where the bytes are not, byte for byte; a new value is UTF-8 in either case. */
export function decodeBytes(bytes: Uint8Array): DecodedBytes {
  const utf8 = new TextEncoder();
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encode: { value: (value) => value, text: (edited) => utf8.encode(edited) } };
  } catch {
    return {
      text: byteText(bytes),
      encode: {
        value: (value) => byteText(utf8.encode(value)),
        text: (edited) => Uint8Array.from(edited, (character) => character.charCodeAt(0)),
      },
    };
  }
}

/** One character a byte; not TextDecoder's latin1, which is windows-1252. */
function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
