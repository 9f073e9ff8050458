import type { AccessState, access } from '../../src-shared/access.ts';
import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Passphrases } from './passphrases.ts';
import type { AccessPorts } from './ports.ts';

/** What the calls about passphrases work with. */
export interface PassphraseParts {
  readonly passphrases: Passphrases;
  readonly people: AccessPorts['people'];
  readonly keys: AccessPorts['keys'];
  /** Tells everybody of the state as it is now. */
  tell(): Promise<void>;
  state(windowId: number): Promise<AccessState>;
}

type Calls = Pick<
  Feature<typeof access>,
  'setPassphrase' | 'changePassphrase' | 'removePassphrase' | 'forgetPassphrase' | 'verifyPassphrase'
>;

/** The calls of the contract about passphrases. */
export function passphraseCalls({ passphrases, people, keys, tell, state }: PassphraseParts): Calls {
  async function answer(work: Promise<unknown>, { windowId }: Caller): Promise<AccessState> {
    // Told also where it failed: a wrong try changes how long the next one has to wait.
    await work.finally(tell);
    return state(windowId);
  }

  async function set(userId: string, passphrase: string): Promise<void> {
    const found = (await people()).some(({ id }) => id.toLowerCase() === userId);
    if (!found) throw new Fault('users/unknown', `There is no user ${userId}.`);
    await passphrases.set(userId, passphrase);
    if (keys === undefined) return;
    // Cut off before this, what is kept is wrapped when it is opened next.
    const key = await passphrases.unlock(userId, passphrase);
    await keys.wasSet(userId, key).finally(() => key.fill(0));
  }

  async function remove(userId: string, passphrase: string): Promise<void> {
    const key = await passphrases.unlock(userId, passphrase);
    // Before it is gone: nobody could open what it wraps afterwards.
    await keys?.willBeRemoved(userId, key, passphrase).finally(() => key.fill(0));
    key.fill(0);
    await passphrases.remove(userId);
  }

  async function forget(userId: string): Promise<void> {
    await passphrases.remove(userId);
    await keys?.wasForgotten(userId);
  }

  return {
    setPassphrase: ({ userId, passphrase }, caller) => answer(set(userId, passphrase), caller),
    changePassphrase: ({ userId, old, passphrase }, caller) =>
      answer(passphrases.change(userId, old, passphrase), caller),
    removePassphrase: ({ userId, passphrase }, caller) => answer(remove(userId, passphrase), caller),
    forgetPassphrase: ({ userId }, caller) => answer(forget(userId), caller),
    async verifyPassphrase({ userId, passphrase }) {
      await openOnly(passphrases, userId, passphrase).finally(tell);
      return null;
    },
  };
}

/** Compares a passphrase; the key that it opens is not kept. Faults: those of `unlock`. */
async function openOnly(passphrases: Passphrases, userId: string, passphrase: string): Promise<void> {
  (await passphrases.unlock(userId, passphrase)).fill(0);
}
