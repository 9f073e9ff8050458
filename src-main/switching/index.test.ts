import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { SwitchReport } from '../../src-shared/switching.ts';
import { setUp } from './testing/fake-ports.ts';

const cli: Caller = { kind: 'cli', windowId: 0 };
const window: Caller = { kind: 'window', windowId: 3 };
const ask = { userId: 'dana', scope: 'machine', services: true, repair: false } as const;

function stateOf(report: SwitchReport, name: string): string | undefined {
  return report.steps.find((step) => step.name === name)?.state;
}

describe('switching', () => {
  it('goes through all steps in their order and reports', async () => {
    const { switching, events, states } = setUp();
    const report = await switching.start(ask, cli);
    expect(report).toMatchObject({ success: true, user_id: 'dana', previous_user: 'paula', warnings: [] });
    expect(report.config_refresh).toEqual({ USER_ID: 'dana' });
    expect(report.lightrag_status).toEqual({ knowledge: { state: 'ok', why: 'answers' } });
    expect(report.steps.map((step) => step.state)).toEqual(Array(8).fill('done'));
    expect(events).toEqual([
      'hold switching to dana',
      'plan',
      'preflight',
      'record',
      'back up',
      'folders',
      'create',
      'stage',
      'write',
      'outlast',
      'replace',
      'answer',
      'mounts',
      'note registry',
      'touch',
      'seal',
      'drop',
      'commit',
      'forget record',
      'release',
    ]);
    expect(states[0]).toMatchObject({ state: 'running', from: 'paula', to: 'dana', cancellable: true });
    expect(states.at(-1)).toMatchObject({ state: 'idle', last: { report: { success: true } } });
  });

  for (const [failing, undone] of [
    ['preflight', []],
    ['record', []],
    ['back up', []],
    ['folders', []],
    ['stage', ['undo replace', 'restore']],
    ['write', ['undo replace', 'restore']],
    ['create', ['undo replace', 'restore']],
    ['replace', ['undo replace', 'restore']],
    ['answer', ['undo replace', 'restore']],
    ['mounts', ['undo replace', 'restore']],
    ['touch', ['undo replace', 'restore']],
    ['outlast', ['unseal', 'undo touch', 'undo replace', 'restore']],
    ['seal', ['unseal', 'undo touch', 'undo replace', 'restore']],
  ] as const) {
    it(`takes everything back when "${failing}" fails, and forgets the record`, async () => {
      const { switching, events } = setUp({ failing });
      const report = await switching.start(ask, cli);
      expect(report).toMatchObject({ success: false, error: { code: 'docker/refused' }, actions_performed: [] });
      expect(events.filter((event) => /^un|restore/.test(event))).toEqual(undone);
      expect(events.includes('end record')).toBe(!['preflight', 'record'].includes(failing));
      expect(events.at(-1)).toBe('release');
      expect(report.steps.filter((step) => step.state === 'failed')).toHaveLength(1);
      expect(switching.get(undefined, cli)).toMatchObject({ state: 'idle' });
    });
  }

  it('keeps the record of a switch that could not be taken back as a whole, for the next start', async () => {
    const undo = () => Promise.reject(new Fault('docker/unreachable', 'Docker is gone'));
    const { switching, events } = setUp({ failing: 'answer' });
    const broken = setUp({
      failing: 'answer',
      ports: {
        prepareReplacement: async () => ({
          record: {},
          create: async () => undefined,
          run: async () => undefined,
          answered: () => Promise.reject(new Fault('docker/never-healthy', 'late')),
          mountsBelong: async () => undefined,
          undo,
          commit: async () => undefined,
        }),
      },
    });
    await switching.start(ask, cli);
    expect(events).not.toContain('release record');
    const report = await broken.switching.start(ask, cli);
    expect(report).toMatchObject({ success: false, error: { code: 'switching/undo-incomplete' } });
    expect(broken.events).toContain('restore');
    expect(broken.events).toContain('release record');
    expect(broken.events).not.toContain('end record');
  });

  it('keeps the success when only the removal of the old containers fails, and warns', async () => {
    const report = await setUp({ failing: 'commit' }).switching.start(ask, cli);
    expect(report.success).toBe(true);
    expect(report.warnings).toEqual(['commit failed']);
    expect(stateOf(report, 'commit')).toBe('failed');
  });

  it('leaves the services alone when asked to, and says so', async () => {
    const { switching, events } = setUp();
    const report = await switching.start({ ...ask, services: false }, cli);
    expect(report.success).toBe(true);
    expect(report.warnings).toHaveLength(1);
    expect(stateOf(report, 'replace')).toBe('skipped');
    expect(stateOf(report, 'commit')).toBe('done');
    expect(events).not.toContain('preflight');
    expect(events).not.toContain('create');
    expect(events).toContain('seal');
  });

  it('refuses the current user, an unknown user and an unreadable file without changing anything', async () => {
    for (const [current, userId, code] of [
      [undefined, 'paula', 'switching/already-current'],
      [undefined, 'nobody', 'users/unknown'],
      [{ state: 'unreadable', text: '?', why: 'empty' }, 'dana', 'home/user-id-unreadable'],
    ] as const) {
      const { switching, events } = setUp(current === undefined ? {} : { current });
      await expect(switching.start({ ...ask, userId }, cli)).rejects.toMatchObject({ code });
      expect(events).toEqual([]);
      expect(switching.get(undefined, cli)).toEqual({ state: 'idle', last: null });
    }
  });

  it('asks for the passphrase before anything changes, and after all that would refuse it anyway', async () => {
    const given: unknown[] = [];
    async function requirePassphrase(id: string, passphrase: string | undefined): Promise<void> {
      given.push([id, passphrase]);
      if (passphrase !== 'right') throw new Fault('access/passphrase-wrong', 'no');
    }
    const { switching, events, states, windowUsers } = setUp({ ports: { requirePassphrase } });
    for (const scope of ['machine', 'window'] as const) {
      await expect(switching.start({ ...ask, scope, passphrase: 'not it' }, window)).rejects.toMatchObject({
        code: 'access/passphrase-wrong',
      });
    }
    expect([events, states, windowUsers.size]).toEqual([[], [], 0]);
    for (const userId of ['paula', 'nobody']) {
      await expect(switching.start({ ...ask, userId }, cli)).rejects.toThrow();
    }
    expect(given).toHaveLength(2);
    const report = await switching.start({ ...ask, passphrase: 'right' }, window);
    expect(report.success).toBe(true);
    expect(JSON.stringify([report, states])).not.toContain('right');
  });

  it('repairs an unreadable file when asked to', async () => {
    const { switching } = setUp({ current: { state: 'unreadable', text: '?', why: 'empty' } });
    const report = await switching.start({ ...ask, repair: true }, cli);
    expect(report).toMatchObject({ success: true, previous_user: null });
  });

  it('refuses a second switch while one runs, naming the first, and lets the first be cancelled', async () => {
    const { switching, events } = setUp({ hang: 'answer' });
    const waiting = new Promise<void>((resolve) => {
      switching.onChanged((state) => {
        const step = state.state === 'running' && state.steps.find((one) => one.state === 'running');
        if (step !== false && step?.name === 'answer') resolve();
      });
    });
    const first = switching.start(ask, cli);
    await waiting;
    await expect(switching.start(ask, cli)).rejects.toThrow(/dana/);
    await expect(switching.start(ask, cli)).rejects.toMatchObject({ code: 'switching/busy' });
    switching.cancel(undefined, cli);
    const report = await first;
    expect(report).toMatchObject({ success: false, error: { code: 'switching/cancelled' } });
    expect(events).toContain('undo replace');
    expect(events).toContain('restore');
    await expect(switching.start({ ...ask, services: false }, cli)).resolves.toMatchObject({ success: true });
  });

  it('cancels a running switch when the app ends', async () => {
    const { switching } = setUp({ hang: 'preflight' });
    const report = switching.start(ask, cli);
    await new Promise<void>((resolve) => {
      const off = switching.onChanged(() => {
        off();
        resolve();
      });
    });
    await switching.end();
    expect(await report).toMatchObject({ success: false, error: { code: 'switching/cancelled' } });
  });

  it('cancels a switch when the app ends, also one that has not begun yet', async () => {
    const { switching, events } = setUp();
    const report = switching.start(ask, cli);
    expect(switching.get(undefined, cli)).toMatchObject({ state: 'idle' });
    await switching.end();
    expect(await report).toMatchObject({ success: false, error: { code: 'switching/cancelled' } });
    expect(events).not.toContain('write');
  });

  it('is over also where the lock cannot be given back or the settings cannot be computed', async () => {
    const broken = () => Promise.reject(new Error('the disk is gone'));
    const { switching } = setUp({ ports: { hold: async () => broken, refreshedSettings: broken } });
    const report = await switching.start(ask, cli);
    expect(report).toMatchObject({ success: true, config_refresh: {}, warnings: ['the disk is gone'] });
    expect(switching.get(undefined, cli)).toMatchObject({ state: 'idle', last: { report: { success: true } } });
  });

  it('lets a window go back to a current user whom the registry does not have', async () => {
    const { switching, windowUsers } = setUp({ current: { state: 'known', id: 'eve', source: 'file' } });
    await switching.start({ ...ask, userId: 'eve', scope: 'window' }, window);
    expect(windowUsers.get(3)).toBeNull();
  });

  it('points only the asking window when asked to', async () => {
    const { switching, events, windowUsers } = setUp();
    const report = await switching.start({ ...ask, scope: 'window' }, window);
    expect(report).toMatchObject({ success: true, user_id: 'dana', previous_user: 'paula' });
    expect(windowUsers.get(3)).toBe('dana');
    await switching.start({ ...ask, userId: 'paula', scope: 'window' }, window);
    expect(windowUsers.get(3)).toBeNull();
    expect(events).toEqual([]);
    await expect(switching.start({ ...ask, scope: 'window' }, cli)).rejects.toMatchObject({ code: 'shell/no-window' });
  });
});
