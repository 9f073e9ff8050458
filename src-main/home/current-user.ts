import type { CurrentUser, HomeNotice } from '../../src-shared/home.ts';
import { readUserIdFile } from '../formats/user-id-file.ts';
import type { Files } from '../lib/files.ts';
import type { Surroundings } from '../ports.ts';

/** Who upstream takes where nobody says who is current. */
const nobody = 'default_user';

/** Who is current, read now; nothing is ever written (spec 1.4). */
export async function readCurrentUser(path: string, surroundings: Surroundings, files: Files): Promise<CurrentUser> {
  let text: string | null;
  try {
    text = await files.readText(path);
  } catch (cause) {
    return { state: 'unreadable', text: '', why: cause instanceof Error ? cause.message : String(cause) };
  }
  if (text === null) {
    const id = surroundings.env.USER_ID ?? '';
    return id === ''
      ? { state: 'known', id: nobody, source: 'default' }
      : { state: 'known', id, source: 'environment' };
  }
  const reading = readUserIdFile(text);
  if (reading.state === 'known') return { state: 'known', id: reading.id, source: 'file' };
  // Shown to the person, so cut: the file may be anything.
  return { state: 'unreadable', text: text.slice(0, 2000), why: reading.why };
}

/** What a person should know about how the current user was found. */
export function currentUserNotice(user: CurrentUser, path: string): HomeNotice | null {
  if (user.state === 'unreadable') {
    return {
      code: 'user-id-unreadable',
      message: `${path} cannot be read: ${user.why}. It was left as it is.`,
      hint: 'Choose who is current; the old text is kept in the backups.',
    };
  }
  if (user.source === 'file') return null;
  const code = user.source === 'default' ? 'user-id-default' : 'user-id-from-environment';
  const from = user.source === 'default' ? 'this is the usual one' : 'the environment names them';
  return {
    code,
    message: `There is no ${path}, so ${user.id} is taken as current: ${from}.`,
    hint: 'Switch to a user, and the file is written.',
  };
}
