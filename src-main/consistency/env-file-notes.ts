import { decodeBytes } from '../formats/env-bytes.ts';
import { type EnvStatement, envStatements } from '../formats/env-statements.ts';

const ofUser = /\$(\{USER_ID\b|USER_ID\b)/;

/**
 * What is odd about an env file and yet does no harm here, in sentences: what stays as it is, and where the Python agent's
 * own check of the same file comes to another answer (facts 3.3).
 */
export function envFileNotes(bytes: Uint8Array): readonly string[] {
  const { text } = decodeBytes(bytes);
  const { statements } = envStatements(text);
  const own = statements.filter(({ key }) => key === 'USER_ID');
  const last = own.at(-1);
  return [
    ...duplicateNote(own),
    ...(last === undefined ? [] : writtenNotes(text, last)),
    ...usedBefore(statements),
    ...(text.startsWith('\ufeff') ? ['The file begins with a byte order mark, which stays.'] : []),
    ...(text.includes('\r\n') ? ['Its lines end as on Windows (CRLF), and stay so.'] : []),
    ...(isUtf8(bytes) ? [] : ['It is not in UTF-8; its bytes stay as they are.']),
  ];
}

function duplicateNote(own: readonly EnvStatement[]): readonly string[] {
  const last = own.at(-1);
  if (last === undefined || own.length < 2) return [];
  const others = own.slice(0, -1).map(({ line }) => line);
  return [`USER_ID is set ${own.length} times; line ${last.line} is in force, not line ${others.join(' and ')}.`];
}

/** The forms of the line in force that upstream's parser reads in another way. */
function writtenNotes(text: string, last: EnvStatement): readonly string[] {
  const agent = "The Python agent's own check";
  const from = text.lastIndexOf('\n', last.afterSign - 1) + 1;
  const end = text.indexOf('\n', last.end);
  const front = text.slice(from, last.afterSign);
  // Right behind the start of a line, or of the file behind its mark.
  const isBare = /^USER_ID=$/.test(front) && last.start === last.afterSign;
  const rest = text.slice(last.end, end === -1 ? text.length : end);
  if (!isBare) {
    return [`${agent} does not find the id in line ${last.line} as it is written, and adds another line.`];
  }
  const isQuoted = last.quote === 'single' || last.quote === 'double';
  return [
    ...(isQuoted ? [`${agent} takes the quotes in line ${last.line} for a part of the id.`] : []),
    ...(/^\s+#/.test(rest) ? [`${agent} takes the comment in line ${last.line} for a part of the id.`] : []),
  ];
}

/** Lines that use USER_ID above the first line that sets it: Compose by itself puts nothing in its place there. */
function usedBefore(statements: readonly EnvStatement[]): readonly string[] {
  const set = statements.findIndex(({ key }) => key === 'USER_ID');
  if (set === -1) return [];
  return statements
    .slice(0, set)
    .filter(({ quote, raw }) => quote !== 'single' && ofUser.test(raw))
    .map(
      ({ key, line }) =>
        `${key} in line ${line} uses USER_ID above the line that sets it: a container that is not made by this app has no user in that value.`,
    );
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
