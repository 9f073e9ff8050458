import { afterEach, describe, expect, it } from 'vitest';
import { hints } from '../../../src-shared/errors.ts';
import type { RecoveredSwitch, SwitchFinding } from '../../../src-shared/switching.ts';
import { somePlan } from '../../testing/facts.ts';
import { createFakeApi } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const finding = (code: 'docker/port-taken' | 'home/unwritable', message: string): SwitchFinding => ({
  severity: 'error',
  code,
  message,
  hint: hints[code],
});
const portTaken = finding('docker/port-taken', 'Port 9621 is used by nginx (pid 7).');

describe('a switch that would fail', () => {
  it('is not begun: everything in its way is named, and the files alone are offered', async () => {
    const fake = createFakeApi();
    fake.answers.set('switching.plan', somePlan({ possible: false, findings: [portTaken] }));
    window = await openTestWindow({}, fake);
    await window.click('Switch to Charlie');
    const alert = document.querySelector('[role="alert"]')?.textContent;
    expect(alert).toContain('The switch to Charlie would fail, so it was not begun.');
    expect(alert).toContain('Port 9621 is used by nginx (pid 7).');
    expect(alert).toContain(hints['docker/port-taken']);
    expect(fake.calls).toEqual([]);
    fake.answers.delete('switching.plan');
    await window.click('Switch the files only');
    expect(fake.calls).toMatchObject([{ name: 'switching.start', input: { userId: 'charlie', services: false } }]);
    expect(window.text()).not.toContain('would fail');
  });

  it('is tried again on one click, and forgotten on another', async () => {
    const fake = createFakeApi();
    const findings = [portTaken, finding('home/unwritable', 'env.userid cannot be written.')];
    fake.answers.set('switching.plan', somePlan({ possible: false, findings }));
    window = await openTestWindow({}, fake);
    await window.click('Switch to Charlie');
    // The files are in the way too, so that they alone would not do.
    expect(window.text()).not.toContain('Switch the files only');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('would fail');
    await window.click('Switch to Charlie');
    fake.answers.delete('switching.plan');
    await window.click('Try again');
    expect(fake.calls).toMatchObject([{ name: 'switching.start', input: { userId: 'charlie' } }]);
  });

  it('is one click where nothing is in its way', async () => {
    window = await openTestWindow();
    await window.click('Switch to Charlie');
    expect(window.fake.calls).toMatchObject([{ name: 'switching.start' }]);
  });
});

describe('a switch that was cut off', () => {
  const cutOff = (changes: Partial<RecoveredSwitch>): RecoveredSwitch => ({
    ...{ from: 'paula', to: 'charlie', since: '2026-01-02T03:04:05Z', step: 'replace', outcome: 'undone', details: [] },
    ...changes,
  });
  const told = (changes: Partial<RecoveredSwitch>) =>
    ({ state: 'idle', last: null, recovered: [cutOff(changes)] }) as const;

  it.each([
    [{}, 'A switch from Paula to Charlie was cut off and is taken back now.'],
    [{ outcome: 'finished' }, 'A switch from Paula to Charlie was cut off and is finished now.'],
    [{ outcome: 'pending' }, 'Both services are being brought in order.'],
    [{ outcome: 'pending', details: ['Docker is not running.'] }, 'both services wait for Docker.'],
    [{ outcome: 'stuck', details: ['Port 9621 is used by nginx.'] }, 'could not be brought to an end.'],
    [{ from: null, step: null }, 'A switch to Charlie was cut off and is taken back now.'],
  ] as const)('is told of with what became of it: %j', async (changes, words) => {
    window = await openTestWindow({ switching: told(changes) });
    expect(window.text()).toContain(words);
    for (const detail of 'details' in changes ? changes.details : []) expect(window.text()).toContain(detail);
  });

  it('is news until it is dismissed', async () => {
    window = await openTestWindow({ switching: told({}) });
    await window.click('Dismiss');
    expect(window.text()).not.toContain('was cut off');
  });
});
