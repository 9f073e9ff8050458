import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ShellState, Theme } from '../../src-shared/shell.ts';
import { createShell, type ShellFeature } from './index.ts';

const window: Caller = { kind: 'window', windowId: 7 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function open(withDesktop: boolean, locked: readonly string[] = []) {
  const done: string[] = [];
  let current: string | null = 'anna';
  let windows = 20;
  let theme: Theme = 'system';
  const desktop = {
    theme: () => theme,
    setTheme(next: Theme) {
      theme = next;
    },
    openUrl: async (url: string) => void done.push(url),
    openFolder: async (path: string) => void done.push(path),
    chooseFolder: async (title: string) => (title === 'Nothing' ? null : `/chosen for ${title}`),
    chooseArchive: async () => null,
    chooseNewArchive: async () => null,
    chooseNewFile: async () => null,
    chooseFile: async () => null,
    openWindow(userId: string) {
      windows += 1;
      done.push(`open ${windows} for ${userId}`);
      shell.noteWindow(windows, userId);
    },
    presentWindow: (windowId: number) => void done.push(`present ${windowId}`),
    quit: () => void done.push('quit'),
  };
  const shell: ShellFeature = createShell({
    desktop: withDesktop ? desktop : null,
    version: '1.2.3',
    log,
    homePath: () => '/home/.persag',
    webUrl: (name) => (name === 'memory' ? null : 'http://127.0.0.1:9621/webui'),
    currentUserId: async () => current,
    async requireUser(userId) {
      if (userId === 'nobody') throw new Fault('users/unknown', 'There is no user nobody.');
    },
    async requirePassphrase(userId, passphrase) {
      await Promise.resolve();
      if (locked.includes(userId) && passphrase !== 'right') throw new Fault('access/passphrase-needed', 'Needed.');
    },
  });
  const left: string[] = [];
  shell.onUserLeft((id) => left.push(id));
  /** Somebody else becomes current. */
  function becomes(userId: string | null): void {
    current = userId;
    shell.noteCurrentUser(userId);
  }
  return { shell, done, left, becomes };
}

describe('shell', () => {
  it('keeps the theme and tells every window', () => {
    const { shell } = open(true);
    const heard: ShellState[] = [];
    const off = shell.onChanged((state) => heard.push(state));
    expect(shell.setTheme({ theme: 'dark' }, window)).toMatchObject({ theme: 'dark', windowId: 7, version: '1.2.3' });
    off();
    shell.setTheme({ theme: 'light' }, window);
    expect(heard.map((state) => state.theme)).toEqual(['dark']);
  });

  it('opens only pages of the two services, and the home', async () => {
    const { shell, done } = open(true);
    await shell.openService({ service: 'knowledge', page: 'web' }, window);
    await shell.openService({ service: 'knowledge', page: 'docs' }, window);
    await shell.openHome(undefined, window);
    await shell.quit(undefined, window);
    expect(done).toEqual(['http://127.0.0.1:9621/webui', 'http://127.0.0.1:9621/docs', '/home/.persag', 'quit']);
    await expect(shell.openService({ service: 'memory', page: 'web' }, window)).rejects.toMatchObject({
      code: 'shell/link-refused',
    });
  });

  it('answers with the folder that was chosen', async () => {
    const { shell } = open(true);
    expect(await shell.chooseFolder({ title: 'Move in' }, window)).toBe('/chosen for Move in');
    expect(await shell.chooseFolder({ title: 'Nothing' }, window)).toBeNull();
  });

  it('refuses what needs a desktop on the command line', async () => {
    const { shell } = open(false);
    expect(() => shell.quit(undefined, window)).toThrow(expect.objectContaining({ code: 'shell/no-window' }));
    await expect(shell.chooseFolder({ title: 'x' }, window)).rejects.toMatchObject({ code: 'shell/no-window' });
    await expect(shell.openHome(undefined, window)).rejects.toMatchObject({ code: 'shell/no-window' });
    expect(await shell.get(undefined, window)).toMatchObject({ theme: 'system' });
  });

  it('tells every window that the app is being closed', async () => {
    const { shell } = open(true);
    const heard: boolean[] = [];
    shell.onChanged(({ closing }) => heard.push(closing));
    expect(await shell.get(undefined, window)).toMatchObject({ closing: false });
    shell.announceClosing();
    expect(heard).toEqual([true]);
    expect(await shell.get(undefined, window)).toMatchObject({ closing: true });
  });

  it('knows whom each window acts for', async () => {
    const { shell } = open(true);
    shell.setWindowUser(7, 'dana');
    expect(await shell.get(undefined, window)).toMatchObject({ windowUsers: { 7: 'dana' }, windowId: 7 });
    shell.setWindowUser(7, null);
    expect(await shell.get(undefined, window)).toMatchObject({ windowUsers: {} });
  });
});

describe('windows of users', () => {
  const ask = (shell: ShellFeature, userId: string, passphrase?: string) =>
    shell.openWindowAs({ userId, ...(passphrase === undefined ? {} : { passphrase }) }, window);

  it('opens one, which acts for that user, and brings it to the front the next time', async () => {
    const { shell, done } = open(true);
    shell.noteWindow(7, null);
    expect(await ask(shell, 'ben')).toMatchObject({ windowUsers: { 21: 'ben' }, windowId: 7 });
    await ask(shell, 'ben');
    shell.forgetWindow(21);
    expect(shell.windowUsers()).toEqual({});
    await ask(shell, 'ben');
    expect(done).toEqual(['open 21 for ben', 'present 21', 'open 22 for ben']);
  });

  it('takes one that follows the current user for theirs, but not while it acts for somebody else', async () => {
    const { shell, done } = open(true);
    shell.noteWindow(7, null);
    await ask(shell, 'anna');
    shell.setWindowUser(7, 'ben');
    await ask(shell, 'anna');
    await ask(shell, 'ben');
    expect(done).toEqual(['present 7', 'open 21 for anna', 'present 7']);
  });

  it('opens one where two ask at once, and none for somebody who is not known', async () => {
    const { shell, done } = open(true);
    await Promise.all([ask(shell, 'ben'), ask(shell, 'ben')]);
    expect(done).toEqual(['open 21 for ben', 'present 21']);
    await expect(ask(shell, 'nobody')).rejects.toMatchObject({ code: 'users/unknown' });
    expect(done).toHaveLength(2);
    await expect(ask(open(false).shell, 'ben')).rejects.toMatchObject({ code: 'shell/no-window' });
  });

  it('takes the passphrase for opening, and none for what is open', async () => {
    const { shell, done } = open(true, ['ben']);
    await expect(ask(shell, 'ben')).rejects.toMatchObject({ code: 'access/passphrase-needed' });
    await expect(ask(shell, 'ben', 'wrong')).rejects.toMatchObject({ code: 'access/passphrase-needed' });
    expect([done, shell.windowUsers()]).toEqual([[], {}]);
    await ask(shell, 'ben', 'right');
    await ask(shell, 'ben');
    shell.forgetWindow(21);
    await expect(ask(shell, 'ben')).rejects.toMatchObject({ code: 'access/passphrase-needed' });
    expect(done).toEqual(['open 21 for ben', 'present 21']);
  });

  it('tells once that a user has left: by closing, by pointing elsewhere, and by a switch', async () => {
    const { shell, left, becomes } = open(true);
    becomes('anna');
    shell.noteWindow(7, null);
    await ask(shell, 'ben');
    shell.forgetWindow(21);
    shell.forgetWindow(21);
    expect(left).toEqual(['ben']);
    shell.setWindowUser(7, 'carl');
    expect(left).toEqual(['ben', 'anna']);
    shell.setWindowUser(7, null);
    expect(left).toEqual(['ben', 'anna', 'carl']);
    becomes('Dana');
    expect(left).toEqual(['ben', 'anna', 'carl', 'anna']);
  });

  it('tells nothing while another window acts for them, however their id is written, or it is not known who is current', async () => {
    const { shell, left, becomes } = open(true);
    becomes('Dana');
    shell.noteWindow(7, null);
    shell.setWindowUser(7, 'dana');
    becomes('anna');
    becomes(null);
    shell.noteWindow(8, null);
    expect(left).toEqual([]);
    shell.forgetWindow(7);
    shell.forgetWindow(8);
    expect(left).toEqual(['dana', 'anna']);
  });
});
