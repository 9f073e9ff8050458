import { envStatements } from './env-statements.ts';
import { envValue } from './env-value.ts';

/** What env.userid says, or why nobody can tell. */
export type UserIdFile =
  | { readonly state: 'known'; readonly id: string }
  | { readonly state: 'unreadable'; readonly why: string };

/** Longest text that can be a name of a folder; longer is no id anybody gave. */
const longest = 255;

/**
 * Reads the text of env.userid (spec 1.4): `USER_ID=x` with quotes, `export`, blanks, comments, byte order mark, CRLF
 * and other lines around it. Of several lines the last is in force, as in every env file, contradicting or not. The id
 * is taken as it stands, whatever the rule for ids says, because upstream wrote others; a variable in it stays text.
 */
export function readUserIdFile(text: string): UserIdFile {
  if (text.trim() === '' || text === '\ufeff') return unreadable('the file is empty');
  if (/[\0\ufffd]/.test(text)) return unreadable('the file is no text in UTF-8');
  const { statements, problems } = envStatements(text);
  const last = statements.findLast((statement) => statement.key === 'USER_ID');
  if (last === undefined) {
    const [problem] = problems;
    const line = problem === undefined ? '' : ` (line ${problem.line} ${problem.message})`;
    return unreadable(`it has no line USER_ID="..."${line}`);
  }
  if (last.odd === 'has text behind the closing quote') return unreadable(`line ${last.line} ${last.odd}`);
  const id = last.raw.includes('$') ? last.raw : envValue(last, () => undefined).text.trim();
  if (id === '' || id.startsWith('#')) return unreadable(`USER_ID in line ${last.line} is empty`);
  if (/\p{Cc}/u.test(id)) return unreadable(`USER_ID in line ${last.line} has a control character or a line break`);
  if (id.length > longest) return unreadable(`USER_ID in line ${last.line} has ${id.length} characters`);
  return { state: 'known', id };
}

/** The text of env.userid as upstream writes it. */
export function writeUserIdFile(id: string): string {
  return `USER_ID="${id}"\n`;
}

function unreadable(why: string): UserIdFile {
  return { state: 'unreadable', why };
}
