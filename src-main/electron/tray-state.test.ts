import { describe, expect, it } from 'vitest';
import type { DockerState } from '../../src-shared/docker.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { SwitchState } from '../../src-shared/switching.ts';
import type { UsersState } from '../../src-shared/users.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { TrayState } from './tray-menu.ts';
import { followTrayState } from './tray-state.ts';

const caller = { kind: 'tray', windowId: 0 } as const;

function homeOf(id: string): HomeState {
  const currentUser = { state: 'known', id, source: 'file' } as const;
  return { path: '/h', origin: 'PERSAG_HOME', dataRoot: { path: '/d', origin: 'home' }, currentUser, notices: [] };
}

/** Features whose docker state is read when `answer` says so. */
function setUp() {
  const fail = (cause: unknown) => {
    throw cause;
  };
  const home = createEmitter<HomeState>(fail);
  const users = createEmitter<UsersState>(fail);
  const docker = createEmitter<DockerState>(fail);
  const switching = createEmitter<SwitchState>(fail);
  let answer: (state: DockerState) => void = () => undefined;
  let refuse: (cause: unknown) => void = () => undefined;
  const read = new Promise<DockerState>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  const sources = {
    home: { get: () => homeOf('anna'), onChanged: home.on },
    users: {
      list: (): UsersState => ({ state: 'ready', registry: '/r', users: [], notices: [] }),
      onChanged: users.on,
    },
    docker: { get: () => read, onChanged: docker.on },
    switching: { get: (): SwitchState => ({ state: 'idle', last: null }), onChanged: switching.on },
  };
  const shown: TrayState[] = [];
  return { sources, home, shown, answer, refuse, show: (state: TrayState) => void shown.push(state) };
}

const unknown: DockerState = { engine: { state: 'connecting', endpoint: null }, services: [], consistent: false };

describe('what the tray shows', () => {
  it('has the news that came while the rest was read', async () => {
    const { sources, home, shown, show, answer } = setUp();
    const following = followTrayState(sources, caller, show);
    await Promise.resolve();
    home.emit(homeOf('ben'));
    expect(shown).toEqual([]);
    answer(unknown);
    const end = await following;
    expect(shown).toMatchObject([{ home: { currentUser: { id: 'ben' } }, docker: unknown }]);
    home.emit(homeOf('carl'));
    expect(shown.at(-1)).toMatchObject({ home: { currentUser: { id: 'carl' } } });
    end();
    home.emit(homeOf('anna'));
    expect(shown).toHaveLength(2);
  });

  it('is not followed where it cannot be read', async () => {
    const { sources, home, shown, show, refuse } = setUp();
    const following = followTrayState(sources, caller, show);
    refuse(new Error('no engine'));
    await expect(following).rejects.toThrow('no engine');
    home.emit(homeOf('ben'));
    expect(shown).toEqual([]);
  });
});
