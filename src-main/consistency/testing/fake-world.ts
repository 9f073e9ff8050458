import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConsistencyState, SyncReport } from '../../../src-shared/consistency.ts';
import type { Caller } from '../../../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import { Fault } from '../../../src-shared/errors.ts';
import type { CurrentUser } from '../../../src-shared/home.ts';
import { plainCompose } from '../../formats/testing/plain-compose.ts';
import { createFiles } from '../../lib/files.ts';
import { type ConsistencyFeature, createConsistency } from '../index.ts';
import type { ConsistencyPorts, SeenContainer } from '../ports.ts';

/** Who asks in tests. */
export const cli: Caller = { kind: 'cli', windowId: 0 };
/** A request for both services that forces nothing. */
export const none = { services: [...serviceNames], forceRestart: false };

/** The feature on ports that write down what is asked of them, with real env files. */
export interface FakeWorld {
  readonly feature: ConsistencyFeature;
  readonly events: readonly string[];
  readonly states: readonly ConsistencyState[];
  readonly envFiles: Readonly<Record<ServiceName, string>>;
  current: CurrentUser;
  engineProblem: string | null;
  containers: readonly SeenContainer[];
  missingFolders: readonly string[];
  /** The ports that fail, by the beginning of what they write down. */
  failing: readonly string[];
  /** The port that ends only when the sync is cancelled. */
  hanging: string | null;
  /** Tells the feature that something may have changed. */
  hint(): void;
  /** A container of a service with that user's name and folders, for Paula's files. */
  container(name: ServiceName, user?: string, state?: SeenContainer['state']): SeenContainer;
  /** Plans and does it. */
  syncNow(): Promise<SyncReport>;
  end(): Promise<void>;
}

/** Makes a world in which Paula is current, with env files and containers that follow her. */
export async function createFakeWorld(): Promise<FakeWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-consistency-'));
  const envFiles = { knowledge: join(folder, 'k', 'env.server'), memory: join(folder, 'm', 'env.memory_server') };
  for (const path of Object.values(envFiles)) {
    await mkdir(dirname(path));
    await writeFile(path, 'USER_ID=paula\n');
  }
  const events: string[] = [];
  const states: ConsistencyState[] = [];
  const listeners = new Set<() => void>();

  function container(name: ServiceName, user = 'paula', state: SeenContainer['state'] = 'running'): SeenContainer {
    const [expected, actual] = ['paula', user].map((owner) => join(folder, 'agno', owner, name));
    const mounts = [
      { target: `/app/data/${name}`, expected: expected ?? '', actual: actual ?? '', same: user === 'paula' },
    ];
    return { name, state, problem: '', id: `${name} of ${user}`, userId: user, mounts };
  }

  const world: FakeWorld = {
    ...{ events, states, envFiles, container, engineProblem: null, missingFolders: [], failing: [], hanging: null },
    current: { state: 'known', id: 'paula', source: 'file' },
    containers: serviceNames.map((name) => container(name)),
    get feature() {
      return feature;
    },
    hint() {
      for (const listener of listeners) listener();
    },
    async syncNow() {
      const { id } = await feature.plan(none, cli);
      return feature.sync({ ...none, planId: id }, cli);
    },
    end: () => rm(folder, { recursive: true }),
  };
  const feature = createConsistency({
    ...portsOf({ folder, world, events }),
    onHints(listener) {
      listeners.add(listener);
      return () => void events.push('unwatched');
    },
  });
  feature.onChanged((state) => void states.push(state));
  return world;
}

interface Making {
  readonly folder: string;
  readonly world: FakeWorld;
  readonly events: string[];
}

function portsOf({ folder, world, events }: Making): Omit<ConsistencyPorts, 'onHints'> {
  async function act(name: string, signal?: AbortSignal): Promise<void> {
    events.push(name);
    if (world.failing.some((one) => name.startsWith(one))) throw new Fault('docker/refused', `${name} failed`);
    if (world.hanging === null || !name.startsWith(world.hanging)) return;
    await new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }
  return {
    files: createFiles(),
    clock: { now: () => new Date('2026-01-02T03:04:05Z'), tick: () => performance.now() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    folders: () => ({
      ...{ userIdFile: join(folder, 'env.userid'), envBackups: join(folder, 'backups') },
      services: {
        knowledge: { composeFile: join(folder, 'k', 'docker-compose.yml'), envFile: world.envFiles.knowledge },
        memory: { composeFile: join(folder, 'm', 'docker-compose.yml'), envFile: world.envFiles.memory },
      },
    }),
    currentUser: async () => world.current,
    variablesFor: async () => ({ AGNO_HOME: join(folder, 'agno') }),
    missingUserFolders: async () => world.missingFolders,
    prepareUserFolders: (id) => act(`folders of ${id}`),
    seeServices: async () => servicesOf(world),
    lastServices: () => servicesOf(world),
    isChanging: () => false,
    async backUp(changes) {
      await act(`back up ${changes.map(({ backupName }) => backupName).join(' and ')}`);
      return '/backups';
    },
    async write(_what, changes) {
      await act(`write ${changes.length}`);
      for (const { path, after } of changes) if (after !== null) await writeFile(path, after);
    },
    async restore(changes) {
      await act(`restore ${changes.length}`);
      for (const { path, before } of changes) if (before !== null) await writeFile(path, before);
    },
    preflight: (_id, names, signal) => act(`preflight ${names.join(' and ')}`, signal),
    async beginReplacement(_id, ways) {
      events.push(JSON.stringify(ways));
      return {
        async run(signal) {
          await act('run', signal);
          world.containers = world.containers.map((one) => (one.name in ways ? world.container(one.name) : one));
        },
        answered: (signal) => act('answered', signal),
        mountsBelong: () => act('mounts'),
        undo: async () => void events.push('undo'),
        commit: () => act('commit'),
      };
    },
    settle: async () => void events.push('settle'),
    async hold(what, names) {
      events.push(`hold for ${names.join(' and ')}`);
      if (world.failing.includes('hold')) throw new Fault('switching/busy', what);
      return async () => void events.push('let go');
    },
  };
}

function servicesOf(world: FakeWorld) {
  const files = serviceNames.map((name) => ({ name, compose: composeOf(world, name) }));
  return { files, engineProblem: world.engineProblem, containers: world.containers };
}

function composeOf(world: FakeWorld, name: ServiceName) {
  const binds = world
    .container(name)
    .mounts.map(({ target, expected }) => ({ source: expected, target, readOnly: false }));
  return {
    ...plainCompose(),
    containerName: `c-${name}`,
    ...{ envFiles: [world.envFiles[name]], environment: { USER_ID: 'paula' }, binds },
  };
}
