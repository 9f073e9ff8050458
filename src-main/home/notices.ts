import type { CurrentUser, HomeNotice } from '../../src-shared/home.ts';
import { currentUserNotice } from './current-user.ts';
import type { FoundHome } from './folders.ts';

/** What a person should know about the home. */
export function homeNotices(
  found: FoundHome,
  user: CurrentUser,
  userIdFile: string,
  watchTrouble: string | null,
): readonly HomeNotice[] {
  const notices = [otherHomeNotice(found), currentUserNotice(user, userIdFile), unwatchedNotice(watchTrouble)];
  return notices.filter((notice) => notice !== null);
}

function otherHomeNotice({ path, other }: FoundHome): HomeNotice | null {
  if (other === null) return null;
  return {
    code: 'both-homes',
    message: `There are two homes: ${path} is used, ${other} is not.`,
    hint: `Set PERSAG_HOME to the one you mean, or put ${other} away.`,
  };
}

function unwatchedNotice(trouble: string | null): HomeNotice | null {
  if (trouble === null) return null;
  return {
    code: 'unwatched',
    message: `The system does not tell when files of the home change (${trouble}).`,
    hint: 'Changes are still seen, a moment later: the files are looked at all the time.',
  };
}
