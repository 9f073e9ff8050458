import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { unusedHome } from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

/** Opens the form by the chip; the list in the left column has an "Add user" of its own. */
async function openForm(): Promise<void> {
  await act(async () => document.querySelector<HTMLButtonElement>('.user-chips .button')?.click());
}

describe('the first user', () => {
  it('has the form at once, and the switch as the next step', async () => {
    window = await openTestWindow(unusedHome());
    await window.type('Name', 'Paula Smith');
    expect(window.field('Id').value).toBe('paula.smith');
    await window.click('Add Paula Smith');
    expect(window.fake.calls).toEqual([
      { name: 'users.create', input: { id: 'paula.smith', name: 'Paula Smith', type: 'Admin' } },
    ]);
    expect(window.text()).toContain('Paula Smith is added.');
    await window.click('Switch to Paula Smith');
    expect(window.fake.calls.at(-1)).toMatchObject({ name: 'switching.start', input: { userId: 'paula.smith' } });
    expect(window.text()).not.toContain('Paula Smith is added.');
  });
});

describe('the form', () => {
  it('takes the focus, says what is wrong with an id while it is typed, and sends nothing wrong', async () => {
    window = await openTestWindow();
    await openForm();
    expect(document.activeElement).toBe(window.field('Name'));
    await window.type('Id', 'CON');
    expect(window.field('Id').getAttribute('aria-invalid')).toBe('true');
    await window.click('Add con');
    expect(window.fake.calls).toEqual([]);
    expect(document.activeElement).toBe(window.field('Id'));
    await window.type('Id', 'paula');
    expect(window.text()).toContain('Paula has this id already.');
    await window.type('Id', 'eric');
    expect(window.field('Id').getAttribute('aria-invalid')).toBeNull();
    await window.click('Add eric');
    expect(window.fake.calls).toEqual([{ name: 'users.create', input: { id: 'eric', type: 'Standard' } }]);
  });

  it('asks for an id only once somebody wants to go on without one', async () => {
    window = await openTestWindow(unusedHome());
    expect(window.field('Id').getAttribute('aria-invalid')).toBeNull();
    await act(async () => document.querySelector<HTMLButtonElement>('.add-user [type="submit"]')?.click());
    expect(window.field('Id').getAttribute('aria-invalid')).toBe('true');
  });

  it('shows a refusal of the id under the id, any other below, and stays', async () => {
    const fake = createFakeApi();
    fake.refusals.set('users.create', someError('users/already-exists', 'Eric came a moment ago.'));
    window = await openTestWindow({}, fake);
    await openForm();
    await window.type('Id', 'eric');
    await window.click('Add eric');
    const described = window.field('Id').getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain('Eric came a moment ago.');
    fake.refusals.set('users.create', someError('users/registry-unreadable', 'The registry is torn.'));
    await window.click('Add eric');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The registry is torn.');
  });

  it('is left without a trace', async () => {
    window = await openTestWindow();
    await openForm();
    await window.type('Name', 'Eric');
    await window.click('Discard');
    expect(() => window.field('Name')).toThrow();
    expect(window.fake.calls).toEqual([]);
  });
});
