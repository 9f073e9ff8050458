/** Where a value stands in a text: from `start` up to, but not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One member of an object, with where its value stands. */
export interface Member {
  readonly key: string;
  readonly value: Span;
}

const quote = 34;
const backslash = 92;

/** The members of the object that begins at `start`, in their order. The text has to be JSON that was parsed before. */
export function membersOf(text: string, start: number): readonly Member[] {
  const members: Member[] = [];
  let at = skipBlank(text, start + 1);
  while (text.charAt(at) === '"') {
    const keyEnd = skipString(text, at);
    const key = String(JSON.parse(text.slice(at, keyEnd)));
    const valueStart = skipBlank(text, skipBlank(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    members.push({ key, value: { start: valueStart, end } });
    at = skipBlank(text, end);
    if (text.charAt(at) === ',') at = skipBlank(text, at + 1);
  }
  return members;
}

/** The items of the list that begins at `start`. The text has to be JSON that was parsed before. */
export function itemsOf(text: string, start: number): readonly Span[] {
  const items: Span[] = [];
  let at = skipBlank(text, start + 1);
  while (at < text.length && text.charAt(at) !== ']') {
    const end = skipValue(text, at);
    items.push({ start: at, end });
    at = skipBlank(text, end);
    if (text.charAt(at) === ',') at = skipBlank(text, at + 1);
  }
  return items;
}

/** The first place from `at` on that is no blank. */
export function skipBlank(text: string, at: number): number {
  let here = at;
  while (here < text.length && isBlank(text.charCodeAt(here))) here += 1;
  return here;
}

/** The end of the string that begins at `at`; the text's end where it is not closed. */
export function skipString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function skipValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return skipString(text, start);
  if (first !== '{' && first !== '[') {
    let end = start;
    while (end < text.length && !isBlank(text.charCodeAt(end)) && !',]}'.includes(text.charAt(end))) end += 1;
    return end;
  }
  // Counted and not by recursion: a deep value must not end the stack.
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = skipString(text, at) - 1;
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** JSON in ASCII alone, as Python writes it: whatever code page a reader takes, it reads the same. */
export function asciiJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * An object's text with some members set: the text of each value alone is replaced, a new member comes last in the style
 * of the others, everything else stays to the letter.
 * @param object text of one object that has at least one member
 */
export function setMembers(object: string, changes: Readonly<Record<string, unknown>>): string {
  let text = object;
  for (const [key, value] of Object.entries(changes)) {
    const members = membersOf(text, 0);
    // The last of two of a name is the one that counts.
    const found = members.findLast((member) => member.key === key);
    if (found !== undefined) {
      text = text.slice(0, found.value.start) + asciiJson(value) + text.slice(found.value.end);
      continue;
    }
    const end = members.at(-1)?.value.end ?? 1;
    const gap = text.slice(1, skipBlank(text, 1));
    const between = members.length === 0 ? gap : `,${gap === '' ? ' ' : gap}`;
    text = `${text.slice(0, end)}${between}${asciiJson(key)}: ${asciiJson(value)}${text.slice(end)}`;
  }
  return text;
}
