import type { Api } from '../../src-shared/contract.ts';

declare global {
  interface Window {
    /** What the preload script gives the page. */
    readonly persag: Api;
  }
}

/** Runs inside the page: asks for a switch as the page itself would, without its buttons. */
export const askToSwitch = (userId: string) => window.persag.switching.start({ userId });

/** Runs inside the page: the switch as main tells it. */
export const askForSwitch = () => window.persag.switching.get();

/** Runs inside the page: asks for a switch of the files alone. */
export const switchFiles = (userId: string) => window.persag.switching.start({ userId, services: false });

/** Runs inside the page: adds a user. */
export const addUser = (id: string) => window.persag.users.create({ id });
