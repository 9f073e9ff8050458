import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import type { ShellState, Theme } from '../../src-shared/shell.ts';
import { createShell } from './index.ts';

const window: Caller = { kind: 'window', windowId: 7 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function open(withDesktop: boolean) {
  const done: string[] = [];
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
    quit: () => void done.push('quit'),
  };
  const shell = createShell({
    desktop: withDesktop ? desktop : null,
    version: '1.2.3',
    log,
    homePath: () => '/home/.persag',
    webUrl: (name) => (name === 'memory' ? null : 'http://127.0.0.1:9621/webui'),
  });
  return { shell, done };
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
