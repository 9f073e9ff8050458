import { Fault } from '../../../src-shared/errors.ts';
import type { CurrentUser } from '../../../src-shared/home.ts';
import type { SwitchState } from '../../../src-shared/switching.ts';
import { createSwitching } from '../index.ts';
import type { SwitchingPorts } from '../ports.ts';

/** Ports that write down what is asked of them; the named one fails. */
export function setUp(
  options: {
    failing?: string;
    current?: CurrentUser;
    hang?: string;
    unwritable?: Fault;
    ahead?: Awaited<ReturnType<SwitchingPorts['foreseeReplacement']>>;
    ports?: Partial<SwitchingPorts>;
  } = {},
) {
  const events: string[] = [];
  const windowUsers = new Map<number, string | null>();
  async function act(name: string, signal?: AbortSignal): Promise<void> {
    events.push(name);
    if (options.failing === name) throw new Fault('docker/refused', `${name} failed`);
    if (options.hang === name) {
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    }
  }
  const ports: SwitchingPorts = {
    clock: { now: () => new Date('2026-01-02T03:04:05Z'), tick: () => performance.now() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    records: fakeRecords(act),
    files: fakeFiles(act),
    currentUser: async () => options.current ?? { state: 'known', id: 'paula', source: 'file' },
    async requireUser(id) {
      if (id !== 'dana' && id !== 'paula') throw new Fault('users/unknown', `${id} is unknown`);
    },
    requirePassphrase: async () => undefined,
    async touchLastSeen(_id, first) {
      await first({ path: '/registry', before: null, after: new Uint8Array() });
      await act('touch');
      return () => act('undo touch');
    },
    restoreRegistry: () => act('restore registry'),
    refreshedSettings: async (id) => ({ USER_ID: id }),
    prepareUserFolders: () => act('folders'),
    missingUserFolders: async () => ['/data/dana'],
    whyUnwritable: async () => options.unwritable ?? null,
    async prepareReplacement(_id, _changes, signal) {
      await act('preflight', signal);
      return {
        record: { services: [] },
        create: () => act('create'),
        async run(signal) {
          await act('replace', signal);
        },
        answered: (signal) => act('answer', signal),
        mountsBelong: () => act('mounts'),
        undo: () => act('undo replace'),
        commit: () => act('commit'),
      };
    },
    foreseeReplacement: async () => options.ahead ?? { containers: [], faults: [] },
    leftServices: {
      async takeBack() {
        await act('take services back');
        return [];
      },
      finish: () => act('finish services'),
    },
    serviceStatus: async () => ({ knowledge: { state: 'ok', why: 'answers' } }),
    async hold(what) {
      events.push(`hold ${what}`);
      return async () => void events.push('release');
    },
    setWindowUser: (windowId, userId) => void windowUsers.set(windowId, userId),
    recovered: () => undefined,
    showNotices: () => undefined,
    ...options.ports,
  };
  const switching = createSwitching(ports);
  const states: SwitchState[] = [];
  switching.onChanged((state) => states.push(state));
  return { switching, events, states, windowUsers };
}

type Act = (name: string) => Promise<void>;

/** Records that write down what is asked of them. */
function fakeRecords(act: Act): SwitchingPorts['records'] {
  return {
    async begin() {
      await act('record');
      return {
        id: '1',
        lasting: Promise.resolve(),
        note: async () => undefined,
        registry: () => act('note registry'),
        committed: () => act('seal'),
        undoing: () => act('unseal'),
        filesSettled: () => act('files settled'),
        release: () => act('release record'),
        end: () => act('end record'),
        forget: () => act('forget record'),
        leave: () => act('leave record'),
      };
    },
    any: async () => false,
    left: async () => [],
  };
}

/** Files that write down what is asked of them. */
function fakeFiles(act: Act): SwitchingPorts['files'] {
  const text = (id: string) => new TextEncoder().encode(`USER_ID="${id}"\nAPI_KEY=canary\n`);
  return {
    async plan(id) {
      await act('plan');
      return [{ path: '/home/env.userid', backupName: 'x', before: text('paula'), after: text(id) }];
    },
    async backUp() {
      await act('back up');
      return '/backups';
    },
    set: () => ({
      stage: () => act('stage'),
      place: () => act('write'),
      outlast: () => act('outlast'),
      giveBack: () => act('give back'),
      drop: () => act('drop'),
    }),
    restore: () => act('restore'),
    putBack: () => act('put back'),
    align: () => act('align'),
  };
}
