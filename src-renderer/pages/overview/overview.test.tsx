import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unregisteredType } from '../../../src-shared/user-id.ts';
import { someConsistency, someSyncReport, strayConsistency } from '../../testing/consistency-facts.ts';
import {
  ago,
  someDocker,
  someHome,
  someLamp,
  someService,
  someShell,
  someUser,
  someUsers,
  unusedHome,
} from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
beforeEach(() => localStorage.clear());
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

const unreachable = {
  state: 'unreachable',
  endpoint: null,
  error: someError('docker/not-found', 'There is no engine.'),
} as const;
const heading = () => document.querySelector('h1')?.textContent;

describe('where all is well', () => {
  it('answers at the top, and switches by a click on a user', async () => {
    window = await openTestWindow();
    expect(heading()).toBe('Paula is current. Both services answer.');
    await window.click('Switch to Dana');
    expect(window.fake.calls).toEqual([
      { name: 'switching.start', input: { userId: 'dana', services: true, repair: false } },
    ]);
  });

  it('follows another program: a new current user shows without a click', async () => {
    window = await openTestWindow();
    window.tell('home', someHome({ currentUser: { state: 'known', id: 'dana', source: 'file' } }));
    window.tell('users', someUsers(['paula', 'dana'].map((id) => someUser(id, { isCurrent: id === 'dana' }))));
    expect(heading()).toMatch(/^Dana is current\./);
    expect(window.hasButton('Switch to Paula')).toBe(true);
    expect(window.hasButton('Switch to Dana')).toBe(false);
  });

  it('shows eight chips and the way to all users', async () => {
    window = await openTestWindow({
      users: someUsers(Array.from({ length: 20 }, (_, index) => someUser(`u${index}`))),
    });
    expect(document.querySelectorAll('.user-chip')).toHaveLength(8);
    await window.follow('All 20 users');
    expect(window.text()).toContain('20 users.');
  });

  it('opens the home folder and says where it is', async () => {
    window = await openTestWindow();
    expect(window.text()).toContain('/home/paula/.persag/data');
    await window.click('Open home folder');
    expect(window.fake.calls).toEqual([{ name: 'shell.openHome', input: undefined }]);
  });
});

describe('while nothing is known', () => {
  it('shows the shape of what comes, and after two seconds what it waits for', async () => {
    vi.useFakeTimers();
    localStorage.setItem('count of users', '5');
    window = await openTestWindow({ home: null, users: null, docker: null });
    expect(document.querySelectorAll('.user-chip-coming')).toHaveLength(5);
    expect(document.querySelectorAll('.service')).toHaveLength(2);
    expect(window.text()).not.toContain('Still waiting for Docker');
    const { act } = await import('react');
    act(() => vi.advanceTimersByTime(2001));
    expect(window.text()).toContain('Still waiting for Docker');
  });

  it('says why there is no home', async () => {
    window = await openTestWindow({ home: someError('home/unwritable', 'The folder is read-only.') });
    expect(heading()).toBe('The home folder cannot be used.');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The folder is read-only.');
    expect(window.hasButton('Try again')).toBe(true);
  });
});

describe('without Docker', () => {
  it('says why, keeps the users, and switches the files only', async () => {
    window = await openTestWindow({ docker: someDocker({ engine: unreachable, consistent: false }) });
    expect(heading()).toBe('Paula is current. Docker is not reachable.');
    expect(window.text()).toContain('There is no engine.');
    expect(window.text()).toContain('A click switches the files only.');
    expect(window.hasButton('Restart Knowledge')).toBe(false);
    await window.click('Switch to Dana, files only');
    expect(window.fake.calls).toEqual([
      { name: 'switching.start', input: { userId: 'dana', services: false, repair: false } },
    ]);
  });
});

describe('a home that is not in order', () => {
  it('shows the text of an unreadable env.userid and lets a person choose', async () => {
    const currentUser = { state: 'unreadable', text: 'USER=paula', why: 'no line sets USER_ID' } as const;
    const users = someUsers(['paula', 'dana'].map((id) => someUser(id, { isCurrent: false })));
    const notices = [{ code: 'user-id-unreadable', message: 'said twice', hint: '' }] as const;
    window = await openTestWindow({ home: someHome({ currentUser, notices }), users });
    expect(window.text()).toContain('USER=paula');
    expect(window.text()).not.toContain('said twice');
    await window.click('Make Paula current');
    expect(window.fake.calls).toEqual([
      { name: 'switching.start', input: { userId: 'paula', services: true, repair: true } },
    ]);
  });

  it('says that the registry cannot be read, and keeps the rest', async () => {
    const error = someError('users/registry-unreadable', 'Line 3 is torn.');
    window = await openTestWindow({ users: { state: 'unreadable', registry: '/x', error, notices: [] } });
    expect(window.text()).toContain('Line 3 is torn.');
    expect(window.hasButton('Add user')).toBe(true);
    expect(window.hasButton('Restart Knowledge')).toBe(true);
  });

  it('passes on what main noticed', async () => {
    const notices = [{ code: 'both-homes', message: 'There are two homes.', hint: 'Merge them.' }] as const;
    window = await openTestWindow({ home: someHome({ notices }) });
    expect(window.text()).toContain('There are two homes.');
    expect(window.text()).toContain('Merge them.');
  });

  it('shows an unsafe id with the reason, and refuses the click', async () => {
    const old = someUser('a..b', { name: 'Old', unsafe: 'the id has two dots in a row' });
    window = await openTestWindow({ users: someUsers([someUser('paula'), old]) });
    expect(window.text()).toContain('Old cannot be switched to: the id has two dots in a row.');
    await window.click('Switch to Old');
    expect(window.fake.calls).toEqual([]);
  });

  it('offers to add a current user who is not listed', async () => {
    const unlisted = someUser('paula', { type: unregisteredType });
    window = await openTestWindow({ users: someUsers([someUser('dana'), unlisted]) });
    expect(window.hasButton('Only in this window: Paula')).toBe(false);
    await window.click('Add Paula');
    expect(window.field('Id').value).toBe('paula');
    expect(window.field('Id').getAttribute('aria-invalid')).toBeNull();
  });

  it('lets a current user that no file names be written down', async () => {
    window = await openTestWindow({
      home: someHome({ currentUser: { state: 'known', id: 'paula', source: 'default' } }),
    });
    await window.click('Make Paula current');
    expect(window.fake.calls).toMatchObject([{ name: 'switching.start', input: { userId: 'paula' } }]);
  });
});

describe('a home that nobody has used', () => {
  it('has one next step: the first user', async () => {
    const notices = [{ code: 'user-id-default', message: 'There is no env.userid.', hint: '' }] as const;
    const { home, users } = unusedHome();
    window = await openTestWindow({ home: { ...home, notices }, users, docker: someDocker({ consistent: false }) });
    expect(heading()).toBe('No users yet.');
    expect(window.field('Name')).toBeDefined();
    expect(window.text()).not.toContain('There is no env.userid.');
    expect(document.querySelector('.comparison-link')).toBeNull();
    expect(document.querySelector('.user-chips')).toBeNull();
  });

  it('is any other home once somebody is there', async () => {
    const { home, users } = unusedHome();
    const all = users.state === 'ready' ? [...users.users, someUser('dana')] : [];
    window = await openTestWindow({ home, users: someUsers(all) });
    expect(heading()).toMatch(/^Default_user is current\./);
    expect(window.hasButton('Make Default_user current')).toBe(false);
    expect(window.hasButton('Switch to Dana')).toBe(true);
  });
});

describe('a window for another user', () => {
  it('says so and leads back', async () => {
    window = await openTestWindow({ shell: someShell({ windowUsers: { 7: 'dana' } }) });
    expect(window.text()).toContain('This window acts for Dana. Paula is current on this computer.');
    await window.click('Back to Paula');
    expect(window.fake.calls).toEqual([{ name: 'switching.start', input: { userId: 'paula', scope: 'window' } }]);
  });
});

describe('services that do not follow the current user', () => {
  const link = () => document.querySelector<HTMLAnchorElement>('.comparison-link');

  it('are named, and brought in line by a click', async () => {
    const stranger = someService('memory', { servesUser: 'charlie' }, { mounts: someLamp('failed', '') });
    window = await openTestWindow({
      docker: someDocker({ services: [someService('knowledge'), stranger], consistent: false }),
      consistency: strayConsistency(),
    });
    expect(window.text()).toContain('Memory still serves Charlie.');
    await window.click('Sync now');
    expect(window.fake.calls.map(({ name }) => name)).toEqual(['consistency.plan', 'consistency.sync']);
    expect(window.fake.calls[1]?.input).toMatchObject({ planId: 'plan-1', forceRestart: false });
  });

  it('are told where only the files disagree, and not spoken of while something is being changed', async () => {
    window = await openTestWindow({ consistency: strayConsistency() });
    expect(window.text()).toContain('Memory does not follow Paula.');
    expect(link()?.textContent).toBe('Files and containers differ');
    window.tell('consistency', strayConsistency({ changing: true }));
    expect(window.text()).not.toContain('does not follow');
    expect(link()?.textContent).toBe('Being changed');
  });

  it('lead to the comparison, where there is nothing to sync, too', async () => {
    window = await openTestWindow({ consistency: strayConsistency({ actions: [] }) });
    expect(window.hasButton('Sync now')).toBe(false);
    await window.follow('Compare');
    expect(location.hash).toBe('#services/consistency');
  });

  it('stay a question without Docker, until everything was seen to agree', async () => {
    const engineProblem = 'There is no engine.';
    window = await openTestWindow({
      docker: someDocker({ engine: unreachable, consistent: false }),
      consistency: someConsistency({ verdict: 'unknown', why: 'x', engineProblem }),
    });
    const told = 'it is not known whether the services follow Paula.';
    expect(window.text()).toContain(told);
    expect(link()?.textContent).toContain('Not known');
    window.tell('docker', someDocker());
    window.tell('consistency', someConsistency());
    expect(window.text()).not.toContain(told);
    expect(link()?.textContent).toBe('Files and containers agree');
  });

  it('say why a sync was refused, or failed', async () => {
    const fake = createFakeApi({ consistency: strayConsistency() });
    fake.refusals.set('consistency.plan', someError('switching/busy', 'A switch to Dana is running.'));
    window = await openTestWindow({}, fake);
    await window.click('Sync now');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('A switch to Dana is running.');
    await window.click('Dismiss');
    const error = someError('docker/never-healthy', 'Memory did not answer.');
    const report = someSyncReport({ success: false, error });
    window.tell('consistency', strayConsistency({ last: { report, endedAt: ago(0) } }));
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Memory did not answer.');
    await window.click('Dismiss');
    expect(document.querySelector('[role="alert"]')).toBeNull();
  });
});
