import { basename } from 'node:path';
import type { EnvFileCell } from '../../src-shared/consistency.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { decodeBytes } from '../formats/env-bytes.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { type EnvStatement, envStatements } from '../formats/env-statements.ts';
import { whyDisputed } from '../formats/env-value.ts';
import { sameBytes } from '../lib/read-file.ts';
import { envFileNotes } from './env-file-notes.ts';

/** An env file as it is at this moment. */
export interface EnvFileNow {
  readonly path: string;
  /** Null where it is absent or cannot be read. */
  readonly bytes: Uint8Array | null;
  /** Why it cannot be read; null where it is absent or was read. */
  readonly trouble: AppError | null;
}

/** An env file judged, and what it is to become. */
export interface JudgedEnvFile {
  readonly cell: EnvFileCell;
  /** The bytes that name the user; null where the file names them already, or cannot be edited. */
  readonly after: Uint8Array | null;
  /** Thrown by the edit; null where there is none needed or it can be made. */
  readonly refusal: unknown;
}

/** Longest part of a line that is shown. */
const longest = 200;

/**
 * Whom an env file names, as the app reads and edits it: quotes, `export`, blanks, a byte order mark, comments and CRLF
 * are no difference, and of several lines the last is in force. It agrees exactly where an edit would change no byte.
 * @param userId null where it is not known who is current
 */
export function judgeEnvFile({ path, bytes, trouble }: EnvFileNow, userId: string | null): JudgedEnvFile {
  const nothing = { path, user: null, line: null, written: null, notes: [] };
  if (trouble !== null) return unedited({ ...nothing, verdict: 'unknown', why: trouble.message });
  if (bytes === null) return unedited({ ...nothing, verdict: 'unknown', why: `${basename(path)} is missing.` });
  const { text } = decodeBytes(bytes);
  const last = envStatements(text).statements.findLast(({ key }) => key === 'USER_ID');
  const user = envValues(readEnv(text, () => undefined)).get('USER_ID') ?? null;
  const seen = { path, user, line: last?.line ?? null, written: writtenLine(text, last), notes: envFileNotes(bytes) };
  if (userId === null) return unedited({ ...seen, verdict: 'unknown', why: 'It is not known who is current.' });
  const { after, refusal } = edited(bytes, userId);
  if (after === null && refusal === null) {
    return unedited({ ...seen, verdict: 'consistent', why: `Line ${seen.line} names ${userId}.` });
  }
  return { cell: { ...seen, verdict: 'inconsistent', why: whyNot(last, user, userId) }, after, refusal };
}

function unedited(cell: EnvFileCell): JudgedEnvFile {
  return { cell, after: null, refusal: null };
}

function edited(bytes: Uint8Array, userId: string): { after: Uint8Array | null; refusal: unknown } {
  try {
    const after = setEnvValue(bytes, 'USER_ID', userId).bytes;
    return { after: sameBytes(bytes, after) ? null : after, refusal: null };
  } catch (refusal) {
    return { after: null, refusal };
  }
}

function whyNot(last: EnvStatement | undefined, user: string | null, userId: string): string {
  if (last === undefined || user === null) return 'USER_ID is not set.';
  const disputed = whyDisputed(last);
  if (last.quote === 'inherited' || last.raw.includes('$')) {
    return `Line ${last.line} takes USER_ID from elsewhere, so that it depends on who starts the service.`;
  }
  if (user === '') return `USER_ID in line ${last.line} is empty.`;
  if (user !== userId) {
    const alike = user.toLowerCase() === userId.toLowerCase();
    const addition = alike ? ' They differ in letter case, so they are two users with two folders.' : '';
    return `Line ${last.line} names ${user}, not ${userId}.${addition}`;
  }
  const why = disputed === null ? '' : `: it ${disputed}`;
  return `Line ${last.line} names ${userId}, but not every Compose reads it so${why}.`;
}

/** The line of an assignment as it stands in the file; of one with many lines the first. */
function writtenLine(text: string, statement: EnvStatement | undefined): string | null {
  if (statement === undefined) return null;
  const from = text.lastIndexOf('\n', statement.afterSign - 1) + 1;
  const to = text.indexOf('\n', statement.afterSign);
  return text
    .slice(from, to === -1 ? text.length : to)
    .replace(/^\ufeff/, '')
    .trimEnd()
    .slice(0, longest);
}
