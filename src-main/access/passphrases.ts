import { join } from 'node:path';
import type { PassphraseState } from '../../src-shared/access.ts';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import type { Files } from '../lib/files.ts';
import {
  newDataKey,
  readWrappedKey,
  unwrapKey,
  usualCosts,
  type WrappedKey,
  wrapKey,
  writeWrappedKey,
} from '../lib/wrapped-key.ts';
import type { AccessPorts } from './ports.ts';
import { readTries, type Tries, waitOf } from './tries.ts';

/** The passphrases of a home: a file a user, and beside it how often it was given wrong. */
export interface Passphrases {
  has(userId: string): Promise<boolean>;
  /** Whoever has one, by id. */
  states(): Promise<Readonly<Record<string, PassphraseState>>>;
  /** Faults: `access/passphrase-exists`, `users/id-unsafe`, `home/unwritable`. */
  set(userId: string, passphrase: string): Promise<void>;
  /**
   * The data key of a user, to be kept in memory only. A wrong try counts before it is compared, so that a process which
   * is ended meanwhile has had one all the same. Faults: `access/no-passphrase`, `access/passphrase-wrong`,
   * `access/passphrase-wait`, `access/passphrase-unreadable`.
   */
  unlock(userId: string, passphrase: string): Promise<Buffer>;
  /** Puts the same data key under another passphrase. Faults: those of `unlock`. */
  change(userId: string, old: string, passphrase: string): Promise<void>;
  /** Removes it with its data key. Fault: `access/no-passphrase`. */
  remove(userId: string): Promise<void>;
}

interface KeyFile {
  readonly bytes: Uint8Array;
  readonly wrapped: WrappedKey;
}

/** Makes the passphrases of the folder that `folder` names. */
export function createPassphrases({ files, folder, clock, costs = usualCosts }: AccessPorts): Passphrases {
  const keyPath = (userId: string) => join(folder(), `${userId}.json`);
  const triesFolder = () => join(folder(), 'tries');
  const triesPath = (userId: string) => join(triesFolder(), `${userId}.json`);
  let last: Promise<unknown> = Promise.resolve();

  /** One comparison at a time, in this process and beside others: many at once would be many tries for one delay. */
  function inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const locked = async () => {
      await files.makeFolder(triesFolder());
      return files.exclusively(triesPath(userId), work);
    };
    const turn = last.then(locked, locked);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function keyOf(userId: string): Promise<KeyFile> {
    const path = keyPath(safe(userId));
    try {
      const bytes = await files.read(path);
      if (bytes !== null) return { bytes, wrapped: readWrappedKey(new TextDecoder().decode(bytes)) };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Fault(
        'access/passphrase-unreadable',
        `The passphrase of ${userId} cannot be compared: ${path}: ${why}.`,
      );
    }
    throw none(userId);
  }

  /** Looked for first without the lock, so that asking for what is not there leaves no trace. */
  async function withKey<T>(userId: string, work: (file: KeyFile) => Promise<T>): Promise<T> {
    await keyOf(userId);
    return inTurn(userId, async () => work(await keyOf(userId)));
  }

  async function triesOf(userId: string): Promise<Tries | null> {
    return readTries(await files.readText(triesPath(userId)));
  }

  async function compare(userId: string, passphrase: string, { wrapped }: KeyFile): Promise<Buffer> {
    const tries = await triesOf(userId);
    const wait = waitOf(tries, clock.now().getTime());
    if (wait > 0) throw tooSoon(userId, wait);
    const counted: Tries = { failures: (tries?.failures ?? 0) + 1, lastAt: clock.now().toISOString() };
    await files.write(triesPath(userId), new TextEncoder().encode(JSON.stringify(counted)), { mode: 0o600 });
    const dataKey = await unwrapKey(userId, passphrase, wrapped);
    if (dataKey === null) throw wrong(userId, waitOf(counted, clock.now().getTime()));
    await files.remove(triesPath(userId));
    return dataKey;
  }

  async function write(userId: string, passphrase: string, dataKey: Buffer, before: Uint8Array | null): Promise<void> {
    const text = writeWrappedKey(await wrapKey(userId, passphrase, dataKey, costs));
    await files.write(keyPath(userId), new TextEncoder().encode(text), { mode: 0o600, before });
    dataKey.fill(0);
  }

  return {
    // Whatever is there counts: a file that cannot be read must not open a door.
    has: async (userId) => whyUnsafe(userId) === null && files.exists(keyPath(userId)),
    states: () => statesOf(files, folder(), triesOf, clock.now().getTime()),
    set: async (userId, passphrase) =>
      inTurn(safe(userId), async () => {
        if (await files.exists(keyPath(userId))) throw exists(userId);
        await write(userId, passphrase, newDataKey(), null);
      }),
    unlock: (userId, passphrase) => withKey(userId, (file) => compare(userId, passphrase, file)),
    change: (userId, old, passphrase) =>
      withKey(userId, async (file) => write(userId, passphrase, await compare(userId, old, file), file.bytes)),
    async remove(userId) {
      if (!(await files.exists(keyPath(safe(userId))))) throw none(userId);
      await inTurn(userId, async () => {
        await files.remove(keyPath(userId));
        await files.remove(triesPath(userId));
      });
    },
  };
}

async function statesOf(
  files: Files,
  folder: string,
  triesOf: (userId: string) => Promise<Tries | null>,
  now: number,
): Promise<Readonly<Record<string, PassphraseState>>> {
  const idsIn = async (place: string) =>
    (await files.list(place)).flatMap((name) => /^([^.].*)\.json$/.exec(name)?.[1] ?? []);
  const tried = new Set(await idsIn(join(folder, 'tries')));
  const states: Record<string, PassphraseState> = {};
  for (const id of await idsIn(folder)) {
    const wait = tried.has(id) ? waitOf(await triesOf(id), now) : 0;
    states[id] = { retryAt: wait > 0 ? new Date(now + wait).toISOString() : null };
  }
  return states;
}

/** An id that a file can be called by. Fault: `users/id-unsafe`. */
function safe(userId: string): string {
  const why = whyUnsafe(userId);
  if (why !== null) throw new Fault('users/id-unsafe', `"${userId}" cannot have a passphrase: ${why}.`);
  return userId;
}

function none(userId: string): Fault {
  return new Fault('access/no-passphrase', `${userId} has no passphrase.`);
}

function exists(userId: string): Fault {
  return new Fault('access/passphrase-exists', `${userId} has a passphrase already.`);
}

function wrong(userId: string, wait: number): Fault {
  const next = wait > 0 ? ` The next try is taken in ${seconds(wait)}.` : '';
  return new Fault('access/passphrase-wrong', `This is not the passphrase of ${userId}.${next}`);
}

function tooSoon(userId: string, wait: number): Fault {
  const message = `The passphrase of ${userId} was given wrong too often. Try again in ${seconds(wait)}.`;
  return new Fault('access/passphrase-wait', message);
}

function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1000);
  return whole < 100 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
