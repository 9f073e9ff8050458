import type { AppError } from '../../src-shared/errors.ts';
import { normaliseUserId, whyUnsafe } from '../../src-shared/user-id.ts';
import type { User } from '../../src-shared/users.ts';

/** An id made from a name, as people would choose it: "Paula Smith" becomes "paula.smith". */
export function suggestId(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^a-z0-9._-]/g, '')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[._-]+|\.+$/g, '');
}

/** What is wrong with an id as typed, as a sentence, or null. */
export function idProblem(typed: string, users: readonly User[]): string | null {
  const id = normaliseUserId(typed);
  const unsafe = whyUnsafe(id);
  if (unsafe !== null) return `${unsafe.charAt(0).toUpperCase()}${unsafe.slice(1)}.`;
  const owner = users.find((user) => user.id === id);
  return owner === undefined ? null : `${owner.name} has this id already.`;
}

/** Whether a refusal is about the id, so that it belongs under that field. */
export function isAboutId({ code }: AppError): boolean {
  return code === 'users/id-unsafe' || code === 'users/already-exists';
}
