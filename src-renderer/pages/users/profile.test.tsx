import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someUser, someUsers } from '../../testing/facts.ts';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import { someProfile } from '../../testing/user-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const panel = () => document.querySelector<HTMLElement>('.side-panel');
const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-user="${id}"]`);
const lastCall = (name: string) => fake.calls.filter((call) => call.name === name).at(-1)?.input;
const describedBy = (field: Element) =>
  (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');

async function openProfile(changes: Parameters<typeof someProfile>[1] = {}, id = 'charlie'): Promise<void> {
  fake = createFakeApi();
  fake.answers.set('users.get', someProfile(id, changes));
  window = await openTestWindow({}, fake, '#users');
  await act(async () => rowOf(id)?.click());
}

describe('a profile', () => {
  it('has every field with its rule, and says what is missing', async () => {
    await openProfile({ birthDate: '1950-04-03', email: 'c@example.org', createdAt: '2025-09-01T10:20:30.456789' });
    expect(panel()?.textContent).toContain('63 %');
    for (const label of ['Name', 'Email', 'Phone', 'Birth date', 'Memory year offset', 'Cognitive state'])
      expect(describedBy(window.field(label))[0], label).not.toBe('');
    expect(window.field('Birth date').value).toBe('1950-04-03');
    expect(window.field('Cognitive state').value).toBe('100');
    expect(window.field('Story character (NPC)').checked).toBe(false);
    expect(panel()?.textContent).toContain('1 Sept 2025');
    await window.click('Phone');
    expect(document.activeElement).toBe(window.field('Phone'));
  });

  it('is saved on purpose, all changed fields as the kinds they are', async () => {
    await openProfile({ birthDate: '1950-04-03' });
    expect(window.hasButton('Save')).toBe(false);
    await window.type('Memory year offset', '38');
    expect(panel()?.textContent).toContain('they are dated to 1988');
    await window.choose('Role', 'Guest');
    await act(async () => window.field('Story character (NPC)').click());
    expect(panel()?.textContent).toContain('Not saved: Role, Memory year offset and Story character (NPC)');
    const stored = { birthDate: '1950-04-03', deltaYear: 38, type: 'Guest', npc: true, revision: 'second' };
    fake.answers.set('users.update', { profile: someProfile('charlie', stored), alsoChanged: ['email'] });
    await window.click('Save');
    expect(lastCall('users.update')).toEqual({
      id: 'charlie',
      revision: 'first',
      changes: { type: 'Guest', deltaYear: 38, npc: true },
    });
    expect(panel()?.textContent).toContain('Saved.');
    expect(panel()?.textContent).toContain('Somebody else changed Email meanwhile.');
  });

  it('says what is wrong under each field, goes to the first, and stores nothing', async () => {
    await openProfile();
    await window.type('Phone', '12');
    await window.type('Email', 'nonsense');
    await window.click('Save');
    expect(lastCall('users.update')).toBeUndefined();
    for (const label of ['Email', 'Phone']) {
      expect(window.field(label).getAttribute('aria-invalid'), label).toBe('true');
      expect(describedBy(window.field(label)).at(-1)).toMatch(new RegExp(`^${label} (is|has) .*\\.$`));
    }
    expect(document.activeElement).toBe(window.field('Email'));
    await window.click('Discard');
    expect(window.field('Email').value).toBe('');
    expect(window.field('Email').getAttribute('aria-invalid')).toBeNull();
  });

  it("shows main's refusal at its field, any other above all", async () => {
    await openProfile();
    await window.type('Email', 'c@example.org');
    fake.refusals.set('users.update', someError('users/field-invalid', 'No.', ['email: is blocked']));
    await window.click('Save');
    expect(describedBy(window.field('Email')).at(-1)).toBe('Email is blocked.');
    fake.refusals.set('users.update', someError('users/registry-unreadable', 'Torn.'));
    await window.click('Save');
    expect(panel()?.querySelector('[role="alert"]')?.textContent).toContain('Torn.');
    expect(window.field('Email').value).toBe('c@example.org');
  });

  it('shows what another program wrote, also where it breaks the rule', async () => {
    await openProfile({
      phone: '12',
      gender: 'Robot',
      type: 'Wizard',
      problems: [{ field: 'phone', why: 'has 2 digits, 7 to 15 are allowed' }],
      otherFields: { favourite: 'tea' },
    });
    expect(describedBy(window.field('Phone')).at(-1)).toContain('Phone has 2 digits');
    expect(document.querySelector<HTMLSelectElement>('[name="gender"]')?.value).toBe('Robot');
    expect(panel()?.textContent).toContain('Kept by other programs: favourite');
  });

  it('makes of a conflict a choice, field by field', async () => {
    await openProfile({ email: 'old@example.org' });
    await window.type('Email', 'mine@example.org');
    fake.answers.set('users.get', someProfile('charlie', { email: 'theirs@example.org', revision: 'second' }));
    fake.refusals.set('users.update', someError('users/profile-changed', 'Changed.'));
    await window.click('Save');
    const choice = panel()?.querySelector('.profile-conflict')?.textContent;
    expect(choice).toMatch(/Email.*Before: old@example\.org.*Yours: mine@example\.org.*Theirs: theirs@example\.org/);
    expect(window.button('Save').getAttribute('aria-disabled')).toBe('true');
    await act(async () => panel()?.querySelectorAll<HTMLInputElement>('.profile-conflict input')[1]?.click());
    await window.click('Go on with these');
    expect(window.field('Email').value).toBe('theirs@example.org');
    expect(window.hasButton('Save')).toBe(false);
  });

  it('asks before another row takes what was typed away', async () => {
    await openProfile();
    await window.type('Email', 'c@example.org');
    await act(async () => rowOf('dana')?.click());
    expect(panel()?.querySelector('h2')?.textContent).toBe('Charlie');
    expect(panel()?.textContent).toContain('Charlie has unsaved changes: Email.');
    await window.click('Keep editing');
    expect(window.field('Email').value).toBe('c@example.org');
    await act(async () => rowOf('dana')?.click());
    await window.click('Discard changes');
    expect(panel()?.querySelector('h2')?.textContent).toBe('Dana');
  });

  it('keeps what was typed while somebody looks at another page, or at the deletion', async () => {
    await openProfile();
    await window.type('Email', 'c@example.org');
    await window.click('Delete');
    await window.click('Close');
    expect(window.field('Email').value).toBe('c@example.org');
    await window.follow('Overview');
    await window.follow('Users');
    expect(window.field('Email').value).toBe('c@example.org');
  });

  it('says where it cannot be read', async () => {
    fake = createFakeApi();
    fake.refusals.set('users.get', someError('users/unknown', 'There is no user charlie.'));
    window = await openTestWindow({}, fake, '#users');
    await act(async () => rowOf('charlie')?.click());
    expect(panel()?.textContent).toContain('There is no user charlie.');
    fake.refusals.delete('users.get');
    await window.click('Try again');
    expect(window.field('Email').value).toBe('');
  });
});

describe('the look', () => {
  it('is chosen and counts at once', async () => {
    await openProfile();
    const colors = [...document.querySelectorAll<HTMLInputElement>('[name="look-color"]')];
    expect(colors).toHaveLength(13);
    await act(async () => colors[4]?.click());
    expect(lastCall('users.setLook')).toEqual({ id: 'charlie', color: 3, avatar: null });
    await window.type('Sign', 'abc');
    expect(describedBy(window.field('Sign')).at(-1)).toContain('neither an emoji');
    await window.type('Sign', '🦊');
    await window.click('Use 🦊');
    expect(lastCall('users.setLook')).toEqual({ id: 'charlie', color: null, avatar: '🦊' });
  });

  it('is seen wherever the user is', async () => {
    const users = someUsers([someUser('paula', { color: 2, avatar: '🦊' }), someUser('dana', { color: 9 })]);
    window = await openTestWindow({ users }, undefined, '#users');
    const dots = (place: string) =>
      [...document.querySelectorAll<HTMLElement>(`${place} .avatar`)].map(
        ({ dataset, textContent }) => `${dataset.userColor} ${textContent}`,
      );
    expect(dots('[data-user]')).toEqual(['9 D', '2 🦊']);
    expect(dots('.user-switcher')).toEqual(['2 🦊']);
    expect(dots('.user-row')).toEqual(['9 D', '2 🦊']);
    await window.follow('Overview');
    expect(dots('.user-chip')).toEqual(['9 D', '2 🦊']);
  });
});

describe('a new user', () => {
  const inPanel = (name: string) =>
    [...(panel()?.querySelectorAll('button') ?? [])].find((button) => button.textContent === name);
  const click = (name: string) => act(async () => inPanel(name)?.click());

  it('is added beside the list, and then open', async () => {
    fake = createFakeApi();
    window = await openTestWindow({}, fake, '#users');
    await act(async () => document.querySelector<HTMLButtonElement>('.page-head .button-primary')?.click());
    await window.type('Name', 'Eric Idle');
    expect(window.field('Id').value).toBe('eric.idle');
    await window.type('Id', 'paula');
    expect(describedBy(window.field('Id')).at(-1)).toBe('Paula has this id already.');
    await window.type('Id', 'eric');
    await click('Add Eric Idle');
    expect(lastCall('users.create')).toEqual({ id: 'eric', name: 'Eric Idle', type: 'Standard' });
    expect(document.querySelector('main')?.textContent).toContain('Eric Idle is added.');
    expect(lastCall('users.get')).toEqual({ id: 'eric' });
  });

  it('can take after another one', async () => {
    await openProfile();
    await window.click('Duplicate');
    expect(panel()?.querySelector('h2')?.textContent).toBe('Duplicate Charlie');
    await window.type('Name', 'Eric');
    await click('Add Eric');
    expect(lastCall('users.duplicate')).toEqual({ from: 'charlie', id: 'eric', name: 'Eric' });
    expect(lastCall('users.get')).toEqual({ id: 'eric' });
  });
});
