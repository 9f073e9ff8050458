import type { HomeState } from '../src-shared/home.ts';
import type { UsersState } from '../src-shared/users.ts';
import { isNamed } from './stores/home.ts';
import { isRegistered } from './stores/users.ts';

/** Whether nobody has used this home yet: nobody is registered, and nothing names a current user. */
export function isFirstTime(home: HomeState | null, users: UsersState | null): boolean {
  if (home === null || users?.state !== 'ready' || home.currentUser.state === 'unreadable') return false;
  return !isNamed(home) && !users.users.some(isRegistered);
}
