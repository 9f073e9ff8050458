import { afterEach, describe, expect, it } from 'vitest';
import { someDocker, someHome, someRunning, someShell, someUser, someUsers } from '../testing/facts.ts';
import { someError } from '../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

describe('the user switcher', () => {
  it('switches the computer, or only this window', async () => {
    window = await openTestWindow();
    await window.click('Charlie, switch');
    await window.click('Only in this window: Dana');
    expect(window.fake.calls).toEqual([
      { name: 'switching.start', input: { userId: 'charlie', services: true, repair: false } },
      { name: 'switching.start', input: { userId: 'dana', scope: 'window' } },
    ]);
  });

  it('cannot switch to the current user, nor to an unsafe id, nor during a switch', async () => {
    const unsafe = someUser('a..b', { name: 'Old', unsafe: 'the id has two dots in a row' });
    window = await openTestWindow({ users: someUsers([someUser('paula'), unsafe, someUser('dana')]) });
    await window.click('Paula, Already current');
    await window.click('Old, Cannot be switched to: the id has two dots in a row');
    window.tell('switching', someRunning());
    await window.click('Dana, A switch is running');
    await window.click('Only in this window: Dana');
    expect(window.fake.calls).toEqual([]);
  });

  it('finds users by name and id, and says when nobody is found', async () => {
    const names = ['paula', 'charlie', 'dana'].map((id) => someUser(id));
    window = await openTestWindow({ users: someUsers([...names, someUser('x7', { name: 'Émile' })]) });
    await window.type('Find a user', 'x7');
    expect(window.hasButton('Émile, switch')).toBe(true);
    expect(window.hasButton('Charlie, switch')).toBe(false);
    await window.type('Find a user', 'nobody');
    expect(window.text()).toContain('Nobody is called “nobody”.');
  });

  it('draws thirty of ten thousand and counts the rest', async () => {
    const crowd = Array.from({ length: 10_000 }, (_, index) => someUser(`user${String(index).padStart(5, '0')}`));
    window = await openTestWindow({ users: someUsers(crowd) });
    expect(window.text()).toContain('9,970 more.');
    await window.type('Find a user', '09999');
    expect(window.hasButton('User09999, switch')).toBe(true);
  });

  it('shows whom the window acts for', async () => {
    window = await openTestWindow({ shell: someShell({ windowUsers: { 7: 'dana' } }) });
    expect(window.hasButton('Dana, Only this window. Switch user')).toBe(true);
  });

  it('has whom the window acts for in its title, and on every page', async () => {
    window = await openTestWindow();
    expect(document.title).toBe('Paula - Persag Desktop');
    window.tell('shell', someShell({ windowUsers: { 7: 'dana' } }));
    expect(document.title).toBe('Dana - Persag Desktop');
    await window.follow('Activity');
    expect(window.text()).toContain('This window acts for Dana. Paula is current on this computer.');
    expect(window.hasButton('Open window as Dana')).toBe(false);
    await window.click('Back to Paula');
    const [back] = window.fake.calls.filter(({ name }) => name === 'switching.start');
    expect(back?.input).toEqual({ userId: 'paula', scope: 'window' });
  });

  it('says of a window of the current user that it stays theirs', async () => {
    window = await openTestWindow({ shell: someShell({ windowUsers: { 7: 'paula' } }) });
    expect(window.text()).toContain('This window acts for Paula, also while somebody else is current.');
    await window.click('Follow the current user');
    expect(window.fake.calls).toEqual([{ name: 'switching.start', input: { userId: 'paula', scope: 'window' } }]);
  });

  it('opens a window as another user, also during a switch', async () => {
    window = await openTestWindow();
    window.tell('switching', someRunning());
    await window.click('Open window as Dana');
    expect(window.fake.calls).toEqual([{ name: 'shell.openWindowAs', input: { userId: 'dana' } }]);
  });

  it('calls nobody current while a switch runs', async () => {
    window = await openTestWindow({
      home: someHome({ currentUser: { state: 'known', id: 'charlie', source: 'file' } }),
    });
    window.tell('switching', { ...someRunning(), to: 'charlie' });
    expect(window.hasButton('Charlie, Switching. Switch user')).toBe(true);
    window.tell('switching', { state: 'idle', last: null });
    expect(window.hasButton('Charlie, Current user. Switch user')).toBe(true);
  });

  it('says so while nobody is known to be current', async () => {
    const home = someHome({ currentUser: { state: 'unreadable', text: '', why: 'the file is empty' } });
    window = await openTestWindow({ home });
    expect(window.hasButton('Not known, Current user. Switch user')).toBe(true);
  });
});

describe('the foot of the column', () => {
  it('says how the engine does and why', async () => {
    const error = someError('docker/no-permission', 'The socket may not be opened.');
    const engine = { state: 'unreachable', endpoint: 'unix:///run/docker.sock', error } as const;
    window = await openTestWindow({ docker: someDocker({ engine }) });
    expect(window.hasButton('Docker not reachable')).toBe(true);
    expect(window.text()).toContain('unix:///run/docker.sock');
    window.tell('docker', someDocker());
    expect(window.hasButton('Docker 27.3.1')).toBe(true);
  });

  it('chooses the theme and quits', async () => {
    window = await openTestWindow();
    expect(window.field('As the system').checked).toBe(true);
    window.field('Dark').click();
    await window.click('Quit');
    expect(window.fake.calls).toEqual([
      { name: 'shell.setTheme', input: { theme: 'dark' } },
      { name: 'shell.quit', input: undefined },
    ]);
  });
});
