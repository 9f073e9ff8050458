import { join } from 'node:path';
import type { AccessState, access } from '../../src-shared/access.ts';
import type { Caller, Feature, Unsubscribe } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { type Actor, meets, type Need, refusalWords } from '../../src-shared/roles.ts';
import { toAppError } from '../lib/app-error.ts';
import { createTeller } from '../lib/teller.ts';
import { type FileWatch, watchFiles } from '../lib/watch-files.ts';
import { passphraseCalls } from './passphrase-calls.ts';
import { createPassphrases } from './passphrases.ts';
import type { AccessPorts } from './ports.ts';
import { actorFor, lookAround } from './surroundings.ts';

/** A call that somebody wants to make. */
export interface WantedCall {
  readonly caller: Caller;
  readonly need: Need<never>;
  /** Whose the thing is, for a need of `self`. */
  readonly concerned: string | null;
  /** What it does, as in "may not ..."; asked for only where it is refused. */
  act(): string;
}

/** What came of a wanted call. */
export interface Judgement {
  readonly actor: Actor;
  /**
   * To be thrown: the fault `access/not-allowed`; or, for what can only be decided once the registry or env.userid can be
   * read, the fault of that file, whose hint says how to repair it.
   */
  readonly refusal: unknown;
  /** Whether the registry has somebody of that id. */
  isKnown(id: string): boolean;
}

/** The access feature, and what the others need of it. */
export interface AccessFeature extends Feature<typeof access> {
  /** Who makes a call, and why they may not, null where they may; everything is read anew. */
  judge(call: WantedCall): Promise<Judgement>;
  /**
   * Passes where the user has no passphrase, or where it is the right one. Faults: `access/passphrase-needed`,
   * `access/passphrase-wrong`, `access/passphrase-wait`, `access/passphrase-unreadable`.
   */
  requirePassphrase(userId: string, passphrase: string | undefined): Promise<void>;
  /** Whether a user has a passphrase. */
  hasPassphrase(userId: string): Promise<boolean>;
  /** The key that wraps a user's secrets, for memory only: whoever gets it fills it with zeros after use. */
  unlock(userId: string, passphrase: string): Promise<Uint8Array>;
  /** Lets a window ask for the passphrase of a user whom the tray was to switch to, or to open a window for. */
  ask(windowId: number, userId: string, what: 'switch' | 'window'): Promise<void>;
  /** Removes what is kept of a user who was deleted: the next one of that id must not be locked out. */
  forgetUser(userId: string): Promise<void>;
  /** Begins to tell of changes made by others; `end` ends it. */
  watch(): Promise<void>;
  end(): Promise<void>;
}

/** Makes the access feature. */
export function createAccess(ports: AccessPorts): AccessFeature {
  const { log } = ports;
  const passphrases = createPassphrases(ports);
  let asking: AccessState['asking'] = null;
  let watching: FileWatch | null = null;
  let off: Unsubscribe | null = null;

  async function state(windowId: number): Promise<AccessState> {
    const { current, windows, household, trouble, broken } = await lookAround(ports);
    return {
      current,
      windows,
      windowId,
      trouble: trouble === null ? null : toAppError(trouble, log),
      broken,
      admins: (household?.admins() ?? []).slice(0, 5).map(({ id, name }) => ({ id, name })),
      lastAdmin: household?.lastAdmin() ?? null,
      passphrases: await passphrases.states(),
      asking,
    };
  }

  const { on, tell } = createTeller(
    () => state(0),
    (cause) => log.error('access could not be told', cause),
  );

  return {
    get: (_input, caller) => state(caller.windowId),
    ...passphraseCalls({ passphrases, people: ports.people, keys: ports.keys, tell, state }),
    async endAsking(_input, caller) {
      asking = null;
      await tell();
      return state(caller.windowId);
    },
    onChanged: on,
    judge: (call) => judge(ports, call),
    async requirePassphrase(userId, passphrase) {
      if (!(await passphrases.has(userId))) return;
      if (passphrase === undefined) {
        throw new Fault('access/passphrase-needed', `To act for ${userId} takes their passphrase.`);
      }
      const key = await passphrases.unlock(userId, passphrase).finally(tell);
      ports.keys?.opened(userId, key);
      key.fill(0);
    },
    hasPassphrase: passphrases.has,
    unlock: (userId, passphrase) => passphrases.unlock(userId, passphrase).finally(tell),
    async ask(windowId, userId, what) {
      asking = { windowId, userId, what };
      await tell();
    },
    async forgetUser(userId) {
      if (await passphrases.has(userId)) await passphrases.remove(userId).finally(tell);
    },
    async watch() {
      off ??= ports.onOutsideChange(() => void tell());
      // Folders: files that come and go show in them, and tries are counted in a file of their own.
      const paths = async () => [ports.folder(), join(ports.folder(), 'tries')];
      // The look that goes on beside the system's events is enough here.
      watching ??= await watchFiles({ paths, onChange: () => void tell(), onTrouble: () => undefined });
    },
    async end() {
      off?.();
      await watching?.end();
      watching = null;
    },
  };
}

async function judge(ports: AccessPorts, { caller, need, concerned, act }: WantedCall): Promise<Judgement> {
  const around = await lookAround(ports);
  const actor = actorFor(around, caller);
  const isKnown = (id: string) => (around.household?.find(id) ?? null) !== null;
  if (meets(actor, need, concerned, around.broken)) return { actor, refusal: null, isKnown };
  if (actor.role === null) return { actor, refusal: around.trouble, isKnown };
  const admins = (around.household?.admins() ?? []).map(({ name }) => name);
  const { message, hint } = refusalWords(actor, need, act(), admins);
  return { actor, refusal: new Fault('access/not-allowed', message, { hint }), isKnown };
}
