import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../src-shared/define.ts';
import { type App, createApp } from '../app.ts';
import type { Desktop, Keychain, Log } from '../ports.ts';

const seed = join(import.meta.dirname, '../../assets/seed');

/** A user of a test's registry. */
export interface TestPerson {
  readonly id: string;
  readonly type: string;
}

/** Anna is Admin and current, Ben is Standard, Gina is Guest, Carl is anybody else. */
export const usualPeople: readonly TestPerson[] = [
  { id: 'anna', type: 'Admin' },
  { id: 'ben', type: 'Standard' },
  { id: 'gina', type: 'Guest' },
  { id: 'carl', type: 'Standard' },
];

/** The app on a home of a test's own, where no engine is. */
export interface Household {
  readonly app: App;
  readonly home: string;
  /** What the app has logged. */
  readonly logged: readonly string[];
  /** A window that acts for a user. */
  windowOf(id: string): Caller;
  setCurrent(text: string): Promise<void>;
  setPeople(people: readonly TestPerson[] | string): Promise<void>;
  end(): Promise<void>;
}

/** A desktop on which nothing happens. */
const desktop: Desktop = {
  theme: () => 'system',
  setTheme: () => undefined,
  openUrl: async () => undefined,
  openFolder: async () => undefined,
  chooseFolder: async () => null,
  chooseArchive: async () => null,
  chooseNewArchive: async () => null,
  chooseNewFile: async () => null,
  chooseFile: async () => null,
  openWindow: () => undefined,
  presentWindow: () => undefined,
  quit: () => undefined,
};

/**
 * Opens the app on a home of the usual people. Their windows have the ids 11 and on.
 * @param env on top of a home and an engine that is not there @param options as the app takes them
 * @param outside what else it is given
 */
export async function openHousehold(
  env: Readonly<Record<string, string>> = {},
  options = { watch: false },
  outside: { readonly desktop?: Partial<Desktop>; readonly keychain?: Keychain | 'passphrase' } = {},
): Promise<Household> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-household-'));
  const home = join(folder, 'home');
  const logged: string[] = [];
  const keep = (...texts: readonly unknown[]) => void logged.push(texts.map(String).join(' '));
  const log: Log = { info: keep, warn: keep, error: keep };
  await cp(seed, home, { recursive: true });
  await mkdir(join(home, 'data'));
  const setCurrent = (text: string) => writeFile(join(home, 'env.userid'), text);
  const setPeople = (people: readonly TestPerson[] | string) =>
    writeFile(join(home, 'data', 'users_registry.json'), typeof people === 'string' ? people : registryOf(people));
  await setCurrent('USER_ID="anna"\n');
  await setPeople(usualPeople);
  const app = createApp({
    surroundings: {
      env: { PERSAG_HOME: home, DOCKER_HOST: `unix://${join(folder, 'none.sock')}`, ...env },
      homeFolder: folder,
      platform: process.platform,
      seedFolder: seed,
      version: 'test',
    },
    clock: { now: () => new Date(), tick: () => performance.now() },
    log,
    desktop: { ...desktop, ...outside.desktop },
    ...(outside.keychain === undefined ? {} : { keychain: outside.keychain }),
  });
  await app.open(options);
  return {
    app,
    home,
    logged,
    setCurrent,
    setPeople,
    windowOf(id) {
      const windowId = 11 + usualPeople.findIndex((person) => person.id === id);
      app.features.shell.setWindowUser(windowId, id);
      return { kind: 'window', windowId };
    },
    async end() {
      await app.end();
      await rm(folder, { recursive: true });
    },
  };
}

function registryOf(people: readonly TestPerson[]): string {
  const users = people.map(({ id, type }) => ({ user_id: id, user_name: id.toUpperCase(), user_type: type }));
  return JSON.stringify({ users });
}
