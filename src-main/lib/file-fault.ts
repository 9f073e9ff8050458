import { Fault } from '../../src-shared/errors.ts';

/** What the operating system's commonest refusals mean to a person. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EBUSY: 'another program has it open',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something of that name is there already',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link that leads back to itself',
  EMFILE: 'too many files are open',
};

/** Whether a thrown thing is a system error of one of these codes. */
export function isErrno(cause: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(cause);
  return code !== null && codes.includes(code);
}

/** Whether a thrown thing is the operating system's, of whatever code; Node's own codes begin with ERR_. */
export function isSystemError(cause: unknown): boolean {
  return /^E[A-Z0-9]+$/.test(codeOf(cause) ?? '');
}

/** Why the system refused, in words. */
export function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  const meaning = code === null ? undefined : meanings[code];
  if (meaning !== undefined) return meaning;
  return cause instanceof Error ? cause.message : String(cause);
}

/** The fault of a path that cannot be written; a fault that says so already passes as it is. */
export function unwritable(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault('home/unwritable', `${path} cannot be written: ${reasonOf(cause)}.`, { cause });
}

/** The fault of a path that cannot be read; a fault that says so already passes as it is. */
export function unreadable(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault('home/file-unreadable', `${path} cannot be read: ${reasonOf(cause)}.`, { cause });
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
