import { describe, expect, it } from 'vitest';
import type { DockerState, LampState, Service, ServiceName } from '../../src-shared/docker.ts';
import { plainLook } from '../../src-shared/user-look.ts';
import type { User } from '../../src-shared/users.ts';
import { moodOf, type TrayState, tooltipOf, trayMenu } from './tray-menu.ts';

function service(name: ServiceName, http: LampState, extra: Partial<Service> = {}): Service {
  const lamp = (state: LampState) => ({ state, why: '', since: '', advice: null });
  return {
    name,
    title: name,
    container: name,
    image: 'image',
    ports: [],
    lamps: { container: lamp('ok'), http: lamp(http), model: lamp('ok'), mounts: lamp('ok') },
    version: null,
    latency: null,
    startedAt: null,
    servesUser: null,
    dockerHealth: null,
    findings: [],
    differences: [],
    webUrl: null,
    busy: null,
    error: null,
    ...extra,
  };
}

function user(id: string, extra: Partial<User> = {}): User {
  const name = id.toUpperCase();
  const times = { lastSeen: null, createdAt: null, memoryYear: null };
  const plain = { id, name, type: 'Standard', isCurrent: false, unsafe: null, completeness: 38, hasFolder: true };
  return { ...plain, ...times, ...plainLook, ...extra };
}

const engine = { state: 'ready', endpoint: 'unix:///x', version: '27', apiVersion: '1.47' } as const;

function state(docker: Partial<DockerState> = {}, extra: Partial<TrayState> = {}): TrayState {
  return {
    home: {
      path: '/h',
      origin: 'PERSAG_HOME',
      dataRoot: { path: '/d', origin: 'home' },
      currentUser: { state: 'known', id: 'paula', source: 'file' },
      notices: [],
    },
    users: {
      state: 'ready',
      registry: '/d/r',
      users: [user('paula', { isCurrent: true }), user('dana'), user('a..b', { unsafe: 'two dots' })],
      notices: [],
    },
    docker: { engine, services: [service('knowledge', 'ok'), service('memory', 'ok')], consistent: true, ...docker },
    switching: { state: 'idle', last: null },
    ...extra,
  };
}

function clicks() {
  const done: string[] = [];
  return {
    done,
    actions: {
      switchTo: (id: string) => void done.push(id),
      openAs: (id: string) => void done.push(`window ${id}`),
      open: () => void done.push('open'),
      quit: () => void done.push('quit'),
    },
  };
}

const switchingNow = {
  state: 'running',
  from: 'paula',
  to: 'dana',
  startedAt: '',
  steps: [],
  cancellable: true,
  undoing: false,
} as const;

describe('tray', () => {
  it('has the users as radio items and switches by a click on another one', () => {
    const { done, actions } = clicks();
    const radios = trayMenu(state(), actions).filter((item) => item.type === 'radio');
    expect(radios.map(({ label, checked, enabled }) => [label, checked, enabled])).toEqual([
      ['PAULA', true, true],
      ['DANA', false, true],
      ['A..B', false, false],
    ]);
    for (const radio of radios.slice(0, 2)) Reflect.apply(radio.click ?? (() => undefined), undefined, []);
    expect(done).toEqual(['dana']);
  });

  it('offers no other user while a switch runs', () => {
    const items = trayMenu(state({}, { switching: switchingNow }), clicks().actions);
    expect(items.filter((item) => item.type === 'radio').map((item) => item.enabled)).toEqual([true, false, false]);
    expect(items[0]?.label).toBe('Switching to DANA');
  });

  it('opens a window for a user from a menu below, also while a switch runs', () => {
    const { done, actions } = clicks();
    const items = trayMenu(state({}, { switching: switchingNow }), actions);
    const below = items.find(({ label }) => label === 'Open window as')?.submenu;
    if (!Array.isArray(below)) throw new Error('there is no menu below');
    expect(below.map(({ label, enabled }) => [label, enabled])).toEqual([
      ['PAULA', true],
      ['DANA', true],
      ['A..B', false],
    ]);
    Reflect.apply(below[1]?.click ?? (() => undefined), undefined, []);
    expect(done).toEqual(['window dana']);
  });

  it('keeps an ampersand in a name', () => {
    const named = state();
    const users = {
      state: 'ready',
      registry: '',
      users: [user('bob', { name: 'Bob & Co', isCurrent: true })],
      notices: [],
    } as const;
    expect(trayMenu({ ...named, users }, clicks().actions).find((item) => item.type === 'radio')?.label).toBe(
      'Bob && Co',
    );
  });

  it('always has open and quit', () => {
    const { done, actions } = clicks();
    const error = { code: 'internal', message: '', hint: '' } as const;
    const broken = state({}, { users: { state: 'unreadable', registry: '', error, notices: [] } });
    const items = trayMenu(broken, actions);
    for (const label of ['Open Persag Desktop', 'Quit']) {
      Reflect.apply(items.find((item) => item.label === label)?.click ?? (() => undefined), undefined, []);
    }
    expect(done).toEqual(['open', 'quit']);
  });

  it('says the worst in its icon', () => {
    const both = (http: LampState) => ({ services: [service('knowledge', 'ok'), service('memory', http)] });
    expect(moodOf(state())).toBe('ok');
    expect(moodOf(state(both('failed')))).toBe('failed');
    expect(moodOf(state(both('warn')))).toBe('warn');
    expect(moodOf(state(both('starting')))).toBe('busy');
    expect(moodOf(state({ consistent: false }))).toBe('warn');
    expect(moodOf(state({ services: [] }))).toBe('unknown');
    expect(moodOf(state({ engine: { state: 'connecting', endpoint: null } }))).toBe('unknown');
    expect(moodOf(state(both('failed'), { switching: switchingNow }))).toBe('busy');
  });

  it('counts in its tooltip', () => {
    const one = state({ services: [service('knowledge', 'ok'), service('memory', 'failed')] });
    expect(tooltipOf(one)).toBe('Persag: PAULA is current\n1 of 2 services answer');
    expect(tooltipOf(state())).toContain('Both services answer');
  });
});
