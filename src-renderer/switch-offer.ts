import { useMemo } from 'react';
import type { User } from '../src-shared/users.ts';
import { useDocker, useHome, useStores, useSwitching } from './app-stores.ts';
import { isSwitching, type SwitchInput } from './stores/switching.ts';
import { isRegistered } from './stores/users.ts';

/** What a click on a user would do now, and how to do it. */
export interface SwitchOffer {
  /** True where Docker is not there: env.userid and the service files change, the services do not. */
  readonly filesOnly: boolean;
  /** Why nobody can be switched to now, or null. */
  readonly blocked: string | null;
  /** What main is asked with, to make a user the computer's current one. */
  inputFor(userId: string): SwitchInput;
  /** Makes a user the computer's current one; where they have a passphrase, the window asks for it. */
  start(userId: string): void;
  /** Lets only this window act for a user. */
  startInWindow(userId: string): void;
}

/** The switch as the window can offer it now; the same object as long as the offer is. */
export function useSwitchOffer(): SwitchOffer {
  const { switching } = useStores();
  const filesOnly = useDocker(({ docker }) => docker?.engine.state === 'unreachable');
  const repair = useHome(({ home }) => home?.currentUser.state === 'unreadable');
  const running = useSwitching(isSwitching);
  return useMemo(() => {
    const { start } = switching.getState();
    const inputFor = (userId: string): SwitchInput => ({ userId, services: !filesOnly, repair });
    return {
      filesOnly,
      blocked: running ? 'A switch is running' : null,
      inputFor,
      start: (userId) => void start(inputFor(userId)),
      startInWindow: (userId) => void start({ userId, scope: 'window' }),
    };
  }, [switching, filesOnly, repair, running]);
}

/** Why a user cannot be switched to now, or null. */
export function whyNoSwitch(user: User, offer: SwitchOffer): string | null {
  if (user.isCurrent) return 'Already current';
  if (user.unsafe !== null) return `Cannot be switched to: ${user.unsafe}`;
  return isRegistered(user) ? offer.blocked : 'Not in the list of users';
}
