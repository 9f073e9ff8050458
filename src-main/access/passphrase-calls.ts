import type { AccessState, access } from '../../src-shared/access.ts';
import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Passphrases } from './passphrases.ts';
import type { AccessPorts } from './ports.ts';

/** What the calls about passphrases work with. */
export interface PassphraseParts {
  readonly passphrases: Passphrases;
  readonly people: AccessPorts['people'];
  /** Tells everybody of the state as it is now. */
  tell(): Promise<void>;
  state(windowId: number): Promise<AccessState>;
}

type Calls = Pick<
  Feature<typeof access>,
  'setPassphrase' | 'changePassphrase' | 'removePassphrase' | 'forgetPassphrase' | 'verifyPassphrase'
>;

/** The calls of the contract about passphrases. */
export function passphraseCalls({ passphrases, people, tell, state }: PassphraseParts): Calls {
  async function answer(work: Promise<unknown>, { windowId }: Caller): Promise<AccessState> {
    // Told also where it failed: a wrong try changes how long the next one has to wait.
    await work.finally(tell);
    return state(windowId);
  }

  async function set(userId: string, passphrase: string): Promise<void> {
    const found = (await people()).some(({ id }) => id.toLowerCase() === userId);
    if (!found) throw new Fault('users/unknown', `There is no user ${userId}.`);
    await passphrases.set(userId, passphrase);
  }

  async function remove(userId: string, passphrase: string): Promise<void> {
    await openOnly(passphrases, userId, passphrase);
    await passphrases.remove(userId);
  }

  return {
    setPassphrase: ({ userId, passphrase }, caller) => answer(set(userId, passphrase), caller),
    changePassphrase: ({ userId, old, passphrase }, caller) =>
      answer(passphrases.change(userId, old, passphrase), caller),
    removePassphrase: ({ userId, passphrase }, caller) => answer(remove(userId, passphrase), caller),
    forgetPassphrase: ({ userId }, caller) => answer(passphrases.remove(userId), caller),
    async verifyPassphrase({ userId, passphrase }) {
      await openOnly(passphrases, userId, passphrase).finally(tell);
      return null;
    },
  };
}

/** Compares a passphrase; the key that it opens is not kept. Faults: those of `unlock`. */
export async function openOnly(passphrases: Passphrases, userId: string, passphrase: string): Promise<void> {
  (await passphrases.unlock(userId, passphrase)).fill(0);
}
