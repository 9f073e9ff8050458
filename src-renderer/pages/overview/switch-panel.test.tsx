import { afterEach, describe, expect, it } from 'vitest';
import type { SwitchReport } from '../../../src-shared/switching.ts';
import { someActivity, someEntry } from '../../testing/access-facts.ts';
import { ago, someReport, someRunning, someSteps } from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const ended = (report: SwitchReport, endedAt = ago(1000)) => ({ state: 'idle', last: { report, endedAt } }) as const;
const failure = someReport({
  success: false,
  steps: someSteps({ files: 'undone', replace: 'undone', answer: 'failed', mounts: 'waiting' }),
  error: someError('docker/never-healthy', 'Knowledge did not answer.', ['last line of the log']),
});

describe('a running switch', () => {
  it('shows its steps with the one that runs, and can be cancelled', async () => {
    window = await openTestWindow({ switching: someRunning() });
    expect(document.querySelectorAll('.timeline-step')).toHaveLength(8);
    expect(document.querySelector('[aria-current="step"]')?.textContent).toContain('Wait until both services answer');
    await window.click('Cancel');
    expect(window.fake.calls).toEqual([{ name: 'switching.cancel', input: undefined }]);
  });

  it('cannot be cancelled past the commit, nor be disturbed meanwhile', async () => {
    window = await openTestWindow({ switching: someRunning({ cancellable: false }) });
    await window.click('Cancel');
    await window.click('Switch to Dana');
    await window.click('Restart Knowledge');
    await window.click('Stop both');
    expect(window.fake.calls).toEqual([]);
    expect(window.button('Restart Knowledge').title).toBe('A switch is running');
  });
});

describe('the report', () => {
  it('takes the place of the switch, and leaves a line when it is dismissed', async () => {
    window = await openTestWindow({ switching: someRunning() });
    window.tell('switching', ended(someReport({ warnings: ['The old container is still there.'] })));
    expect(window.text()).toContain('Switched from Paula to Charlie in 5.2 s.');
    expect(window.text()).toContain('The old container is still there.');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('Switched from Paula');
    window.tell('activity', someActivity([someEntry('1')]));
    expect(window.text()).toContain('Paula switched to Charlie, 5.2 s');
    await window.click('Show report of the switch');
    expect(window.text()).toContain('Switched from Paula to Charlie in 5.2 s.');
  });

  it('says why a switch failed, that everything came back, and tries again', async () => {
    window = await openTestWindow({ switching: ended(failure) });
    const alert = document.querySelector('[role="alert"]')?.textContent;
    for (const words of ['The switch to Charlie failed.', 'Knowledge did not answer.', 'came back', 'last line']) {
      expect(alert).toContain(words);
    }
    await window.click('Try again');
    expect(window.fake.calls).toMatchObject([{ name: 'switching.start', input: { userId: 'charlie' } }]);
  });

  it('does not claim more than the files where only these were switched', async () => {
    window = await openTestWindow({ switching: ended(someReport({ steps: someSteps({ replace: 'skipped' }) })) });
    expect(window.text()).toContain('Switched the files from Paula to Charlie');
  });

  it('is quiet about a cancel', async () => {
    const cancelled = { ...failure, error: someError('switching/cancelled', 'Cancelled.') };
    window = await openTestWindow({ switching: ended(cancelled) });
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(window.text()).toContain('The switch to Charlie was cancelled.');
  });

  it('is only a line where the switch is long past', async () => {
    window = await openTestWindow({ switching: ended(someReport(), ago(3_600_000)) });
    expect(window.text()).not.toContain('Switched from Paula');
    expect(window.hasButton('Show report of the switch')).toBe(true);
  });
});

it('a refusal is told where the switch would be, until it is dismissed', async () => {
  const fake = createFakeApi();
  fake.refusals.set('switching.start', someError('switching/busy', 'Somebody switches to Dana.'));
  window = await openTestWindow({}, fake);
  await window.click('Switch to Charlie');
  expect(window.text()).toContain('The switch to Charlie was not begun.');
  expect(window.text()).toContain('Somebody switches to Dana.');
  await window.click('Dismiss');
  expect(window.text()).not.toContain('was not begun');
});
