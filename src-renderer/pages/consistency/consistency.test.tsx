import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConsistencyState, RunningSync } from '../../../src-shared/consistency.ts';
import { someAccess, someActor } from '../../testing/access-facts.ts';
import {
  followingService,
  someConsistency,
  someSyncPlan,
  someSyncReport,
  someSyncSteps,
  strayConsistency,
} from '../../testing/consistency-facts.ts';
import { ago, someDocker, someRunning } from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

const heading = () => document.querySelector('h1')?.textContent;
const alert = () => document.querySelector('[role="alert"]')?.textContent;
const calls = () => window.fake.calls.map(({ name }) => name);
const open = (consistency: ConsistencyState, fake = createFakeApi({ consistency })) =>
  openTestWindow({}, fake, '#services/consistency');
/** The words of the cell in a row and the column of a service. */
function cell(row: string, column: number): string {
  const found = [...document.querySelectorAll('tbody tr')].find((one) => one.querySelector('th')?.textContent === row);
  return found?.querySelectorAll('td')[column]?.textContent ?? '';
}
const isBlocked = (name: string) => window.button(name).getAttribute('aria-disabled') === 'true';

describe('the comparison', () => {
  it('says in a word, beside a shape, where all agrees, and has nothing to sync', async () => {
    window = await open(someConsistency());
    expect(heading()).toBe('Both services follow Paula.');
    expect(cell('Current user', 0)).toMatch(/^Paulaagrees.*env\.userid$/);
    expect(cell('Env file', 1)).toContain('lightrag_memory_server/env.memory_server:12USER_ID=paula');
    expect(document.querySelectorAll('tbody .shape-ok')).toHaveLength(9);
    expect(isBlocked('Sync now')).toBe(true);
    expect(window.text()).toContain('Everything agrees already.');
  });

  it('tells for every cell that differs who is named in its place, and every wrong path', async () => {
    window = await open(strayConsistency());
    expect(heading()).toBe('Memory does not follow Paula.');
    for (const row of ['Env file', 'Container was told', 'Mounted folders']) {
      expect(cell(row, 0)).toMatch(/^Paulaagrees/);
      expect(cell(row, 1)).toMatch(/^Charliediffers/);
    }
    expect(cell('Env file', 1)).toContain('Line 12 names charlie, not paula.');
    expect(cell('Mounted folders', 1)).toMatch(/is data\/agno\/charlie.*should be data\/agno\/paula/);
    expect(document.querySelectorAll('tbody .shape-warn')).toHaveLength(3);
    expect(window.text()).toContain('A sync changes 1 file and 1 container.');
  });

  it('shows containers that are absent, stopped, of somebody else or out of sight as states', async () => {
    const { container, mounts } = followingService('memory');
    const of = (state: typeof container.state, verdict: typeof container.verdict = 'unknown') =>
      someConsistency({
        verdict,
        services: [
          followingService('knowledge'),
          followingService('memory', {
            verdict,
            container: { ...container, state, verdict, user: null, why: `It is ${state}.` },
            mounts: { ...mounts, verdict, user: null, folders: [], why: 'Nothing to see.' },
          }),
        ],
      });
    window = await open(of('absent', 'consistent'));
    expect(cell('Container was told', 1)).toBe('No containerlightrag_memoryIt is absent.');
    window.tell('consistency', of('foreign'));
    expect(cell('Container was told', 1)).toContain("Somebody else's container");
    expect(heading()).toBe('It is not known whether all of it follows Paula.');
    window.tell('consistency', of('unknown'));
    expect(cell('Mounted folders', 1)).toMatch(/^Not known/);
    window.tell('consistency', of('stopped', 'inconsistent'));
    expect(cell('Container was told', 1)).toMatch(/^Nobodystoppeddiffers/);
  });

  it('keeps notes folded, and shows the reason of a stand-in user', async () => {
    const { envFile } = followingService('memory');
    const notes = ['It is not in UTF-8; its bytes stay as they are.'];
    const system = {
      ...someConsistency().system,
      source: 'default',
      verdict: 'unknown',
      why: 'Nobody is named.',
    } as const;
    window = await open(
      someConsistency({
        ...{ verdict: 'unknown', system },
        services: [followingService('knowledge'), followingService('memory', { envFile: { ...envFile, notes } })],
      }),
    );
    expect(heading()).toBe('It is not known whom to follow.');
    expect(cell('Env file', 1)).toContain('1 noteIt is not in UTF-8');
    expect(cell('Current user', 0)).toContain('Nobody is named.');
    expect([isBlocked('Sync now'), isBlocked('Force restart')]).toEqual([true, true]);
  });

  it('says what can be done without Docker', async () => {
    const engine = {
      state: 'unreachable',
      endpoint: null,
      error: someError('docker/not-found', 'No engine.'),
    } as const;
    const consistency = someConsistency({ verdict: 'unknown', engineProblem: 'No engine.' });
    const fake = createFakeApi({ consistency, docker: someDocker({ engine, consistent: false }) });
    window = await open(consistency, fake);
    expect(heading()).toBe('It is not known whom the containers serve.');
    expect(alert()).toContain('Docker is not reachable.');
    expect(isBlocked('Force restart')).toBe(true);
    expect(window.text()).toContain('The files agree, and containers have to wait for Docker.');
  });

  it('is waited for, and after two seconds the page says so', async () => {
    vi.useFakeTimers();
    window = await openTestWindow({ consistency: null }, undefined, '#services/consistency');
    expect(document.querySelectorAll('.skeleton').length).toBeGreaterThan(0);
    act(() => vi.advanceTimersByTime(2001));
    expect(window.text()).toContain('Still comparing files and containers');
  });

  it('says why there is none', async () => {
    const consistency = someError('internal', 'It broke.');
    window = await openTestWindow({ consistency }, undefined, '#services/consistency');
    expect(heading()).toBe('It is not known whether files and containers agree.');
    expect(alert()).toContain('It broke.');
  });
});

describe('what a sync would do', () => {
  it('is shown step by step with the change of each file, and done as shown', async () => {
    window = await open(strayConsistency());
    await window.click('Show what a sync would do');
    expect(calls()).toEqual(['consistency.plan']);
    const panel = document.querySelector('[aria-labelledby="sync-plan-title"]');
    expect(panel).toBe(document.activeElement);
    const steps = [...(panel?.querySelectorAll('li') ?? [])].map((step) => step.textContent);
    expect(steps[0]).toContain('backups/docker_env_backups');
    expect(steps[1]).toBe('Writes lightrag_memory_server/env.memory_server.Line 12 names charlie, not paula.');
    expect(steps[2]).toMatch(/^Puts a new container in the place of lightrag_memory and waits until it answers\./);
    expect(panel?.querySelector('.diff')?.textContent).toContain('+USER_ID=paula');
    await window.click('Sync as shown');
    expect(window.fake.calls.at(-1)).toEqual({
      name: 'consistency.sync',
      input: { services: ['knowledge', 'memory'], forceRestart: false, planId: 'plan-1' },
    });
    expect(document.querySelector('[aria-labelledby="sync-plan-title"]')).toBeNull();
  });

  it('is not done where it is only looked at', async () => {
    window = await open(strayConsistency());
    await window.click('Show what a sync would do');
    await window.click('Not now');
    await window.click('Show what a sync would do');
    await window.click('Hide what a sync would do');
    expect(calls()).toEqual(['consistency.plan', 'consistency.plan']);
  });

  it('is looked at again where it is no longer what would happen', async () => {
    window = await open(strayConsistency());
    await window.click('Show what a sync would do');
    window.fake.refusals.set('consistency.sync', someError('consistency/plan-outdated', 'Files have changed.'));
    await window.click('Sync as shown');
    expect(alert()).toContain('Files have changed.');
    expect(window.hasButton('Sync as shown')).toBe(false);
    window.fake.refusals.clear();
    await window.click('Look again');
    await window.click('Sync as shown');
    expect(calls()).toEqual(['consistency.plan', 'consistency.sync', 'consistency.plan', 'consistency.sync']);
  });

  it('tells what it leaves, and leaves out a service that cannot be brought in line', async () => {
    const fake = createFakeApi({
      consistency: strayConsistency({
        services: [
          followingService('knowledge', { obstacle: someError('home/file-missing', 'gone') }),
          followingService('memory'),
        ],
      }),
    });
    fake.answers.set('consistency.plan', someSyncPlan({ warnings: ['Memory: left as it is.'] }));
    window = await open(strayConsistency(), fake);
    await window.click('Show what a sync would do');
    expect(window.fake.calls[0]?.input).toEqual({ services: ['memory'], forceRestart: false });
    expect(window.text()).toContain('Memory: left as it is.');
  });

  it('can be forced where everything agrees, after a look', async () => {
    const fake = createFakeApi();
    const restart = { kind: 'restart', service: 'memory', container: 'm', runs: true, why: 'Asked for.' } as const;
    fake.answers.set('consistency.plan', someSyncPlan({ forceRestart: true, files: [], actions: [restart] }));
    window = await open(someConsistency(), fake);
    await window.click('Force restart');
    expect(window.text()).toContain('Restarts the container m and waits until it answers.');
    await window.click('Restart now');
    expect(window.fake.calls.at(-1)?.input).toMatchObject({ forceRestart: true, planId: 'plan-1' });
  });
});

describe('a sync', () => {
  it('shows its steps while it runs, and is cancelled', async () => {
    const running: RunningSync = {
      ...{ services: ['memory'], startedAt: ago(2000), cancellable: true, undoing: false },
      steps: someSyncSteps({ answer: 'running', mounts: 'waiting', commit: 'waiting', check: 'skipped' }),
    };
    window = await open(strayConsistency({ running }));
    expect(heading()).toBe('Bringing the services in line with Paula.');
    const panel = document.querySelector('[aria-label="Running sync"]');
    expect(panel?.textContent).toMatch(/not needed.*Wait until they answer/);
    expect(window.hasButton('Sync now')).toBe(false);
    await window.click('Cancel');
    expect(calls()).toEqual(['consistency.cancel']);
    window.tell('consistency', strayConsistency({ running: { ...running, cancellable: false, undoing: true } }));
    expect(heading()).toBe('Taking the sync back.');
    expect(isBlocked('Cancel')).toBe(true);
  });

  it('reports what it did, until that is noted', async () => {
    window = await open(someConsistency({ last: { report: someSyncReport(), endedAt: ago(0) } }));
    const report = document.querySelector('[role="status"].notice');
    expect(report?.textContent).toContain('Brought in line with Paula in 0.3 s.');
    expect(report?.textContent).toContain('Wrote lightrag_memory_server/env.memory_server');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('Brought in line');
  });

  it('reports a failure with what became of it, and a cancel', async () => {
    const steps = someSyncSteps({ files: 'undone', answer: 'failed', commit: 'waiting' });
    const error = someError('docker/never-healthy', 'Memory did not answer.');
    const failed = someSyncReport({ success: false, error, steps, actions_performed: [] });
    window = await open(strayConsistency({ last: { report: failed, endedAt: ago(0) } }));
    expect(alert()).toContain('Memory did not answer.');
    expect(alert()).toContain('Files and containers came back as they were before.');
    const cancelled = someSyncReport({ success: false, steps: [], error: someError('consistency/cancelled', '') });
    window.tell('consistency', strayConsistency({ last: { report: cancelled, endedAt: ago(-1) } }));
    expect(window.text()).toContain('The sync was cancelled.Nothing was changed.');
  });

  it('of the files alone says that it is not known yet', async () => {
    const report = someSyncReport({
      verdict: 'unknown',
      warnings: ['No engine. The containers are left as they are.'],
    });
    window = await open(someConsistency({ verdict: 'unknown', last: { report, endedAt: ago(0) } }));
    expect(window.text()).toContain('The files follow Paula now.No engine. The containers are left as they are.');
  });

  it('is refused in words, and not offered while something else goes on', async () => {
    const fake = createFakeApi({ consistency: strayConsistency() });
    fake.refusals.set('consistency.plan', someError('home/user-id-unreadable', 'env.userid cannot be read.'));
    window = await open(strayConsistency(), fake);
    await window.click('Sync now');
    expect(alert()).toContain('env.userid cannot be read.');
    await window.click('Dismiss');
    window.tell('switching', someRunning());
    expect(isBlocked('Sync now')).toBe(true);
    window.tell('switching', { state: 'idle', last: null });
    window.tell('consistency', strayConsistency({ changing: true }));
    expect([heading(), isBlocked('Sync now')]).toEqual(['The services are being changed.', true]);
  });
});

it('is read by a Guest, who is told why they sync nothing', async () => {
  const access = someAccess({ current: someActor('gina', 'Guest') });
  const consistency = strayConsistency();
  window = await openTestWindow({}, createFakeApi({ access, consistency }), '#services/consistency');
  await window.click('Show what a sync would do');
  for (const name of ['Sync now', 'Sync as shown', 'Force restart']) {
    expect(isBlocked(name), name).toBe(true);
    await window.click(name);
  }
  expect(calls()).toEqual(['consistency.plan']);
  expect(window.button('Sync now').title).toContain('Guest');
});

it('belongs to Services in the list of pages, and leads back to it', async () => {
  window = await open(someConsistency());
  const link = [...document.querySelectorAll('nav a')].find((one) => one.textContent === 'Services');
  expect(link?.getAttribute('aria-current')).toBe('true');
  const [back] = [...document.querySelectorAll<HTMLAnchorElement>('.consistency-back')];
  expect(back?.hash).toBe('#services');
});
