import { useCallback } from 'react';
import { useDocker, useHome, useStores, useSwitching } from './app-stores.ts';
import { isSwitching, type SwitchInput } from './stores/switching.ts';

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

/** The switch as the window can offer it now. */
export function useSwitchOffer(): SwitchOffer {
  const { switching } = useStores();
  const filesOnly = useDocker(({ docker }) => docker?.engine.state === 'unreachable');
  const repair = useHome(({ home }) => home?.currentUser.state === 'unreadable');
  const blocked = useSwitching(isSwitching) ? 'A switch is running' : null;
  const { start } = switching.getState();
  const inputFor = useCallback(
    (userId: string): SwitchInput => ({ userId, services: !filesOnly, repair }),
    [filesOnly, repair],
  );
  return {
    filesOnly,
    blocked,
    inputFor,
    start: (userId) => void start(inputFor(userId)),
    startInWindow: (userId) => void start({ userId, scope: 'window' }),
  };
}
