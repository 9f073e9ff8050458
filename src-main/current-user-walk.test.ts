import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writePlainHome } from '../e2e/stand-ins/homes.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';
import { userVariables } from './lib/user-paths.ts';
import { walk } from './testing/current-user-walk.ts';
import { caller, type Probe, type Unasked } from './testing/walk-probes.ts';

let root = '';
const apps: App[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-walk-'));
  await writePlainHome(join(root, 'home'), { image: 'none' });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.end();
  await rm(root, { recursive: true });
});

async function openApp(): Promise<App> {
  const surroundings = {
    env: { PERSAG_HOME: join(root, 'home'), DOCKER_HOST: `unix://${join(root, 'none.sock')}` },
    ...{ homeFolder: root, platform: process.platform, seedFolder: join(root, 'none'), version: 'walk' },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = createApp({ surroundings, clock: systemClock, log, desktop: null });
  apps.push(app);
  await app.open({ watch: false });
  return app;
}

/** What every function says that can be asked, by its name. */
async function walkThrough({ features }: App, current: string): Promise<Readonly<Record<string, string>>> {
  const said: Record<string, string> = {};
  for (const [feature, members] of Object.entries(walk)) {
    for (const [member, probe] of Object.entries(members) as [string, Probe | Unasked][]) {
      if (typeof probe === 'function') said[`${feature}.${member}`] = plain(await probe(features, current));
    }
  }
  return said;
}

/** As text, without the moments at which it was asked. */
function plain(value: unknown): string {
  return JSON.stringify(value ?? null, (key, inner: unknown) => (['since', 'checkedAt'].includes(key) ? '' : inner), 1);
}

it('after a switch every function says what one says that never knew the former user', async () => {
  const app = await openApp();
  const before = await walkThrough(app, 'anna');
  // Twice, so that whatever is kept of an answer is kept of this one.
  await walkThrough(app, 'anna');
  const asked = { userId: 'ben', scope: 'machine', services: false, repair: false } as const;
  const report = await app.features.switching.start(asked, caller);
  expect(report.success).toBe(true);
  expect(report.config_refresh).toEqual(userVariables(join(root, 'home/data'), 'agno', 'ben'));

  const after = await walkThrough(app, 'ben');
  expect(after).toEqual(await walkThrough(await openApp(), 'ben'));
  const told = Object.entries(after).filter(([name, answer]) => answer !== before[name]);
  // The walk would prove nothing if nothing of it depended on the user.
  expect(told.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      ...['home.currentUser', 'home.get', 'home.variablesFor', 'home.composeLookup', 'users.list'],
      ...['docker.lastComparison', 'switching.plan', 'consistency.get', 'access.get', 'access.judge'],
    ]),
  );
});
