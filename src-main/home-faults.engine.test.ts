import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../e2e/stand-ins/run.ts';
import type { Fault } from '../src-shared/errors.ts';
import { httpGet } from './docker/http-get.ts';
import { faultOf } from './docker/testing/code-of.ts';
import { startRealEngine } from './docker/testing/real-engine.ts';
import { caller, createSwitchStage, type SwitchStage, switchTo } from './testing/switch-stage.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());
const own = engine?.own ?? null;

const both = { services: ['knowledge' as const, 'memory' as const] };

async function expectAnswering({ home }: SwitchStage): Promise<void> {
  for (const port of [home.knowledgePort, home.memoryPort]) {
    await expect
      .poll(async () => (await httpGet(`http://127.0.0.1:${port}/health`, { limitMs: 3000 })).status, {
        timeout: 20_000,
      })
      .toBe(200);
  }
}

// The rest of bar R4 is listed in docker/engine-faults.engine.test.ts.
describe.runIf(own !== null)('a switch', () => {
  let stage: SwitchStage;
  beforeEach(async () => {
    if (engine !== null) stage = await createSwitchStage(engine);
  });
  afterEach(() => stage.end());

  test.each(['replace', 'answer'] as const)(
    'whose engine restarts in the step %s ends whole: of the old user or of the new one, and says which',
    async (step) => {
      const plain = stage.app();
      await plain.open({ watch: false });
      await plain.features.docker.start(both, caller);
      const restart = async () => {
        await own?.halt();
        await own?.resume();
      };
      const app = stage.app({
        tamper: (ports) => ({
          ...ports,
          async prepareReplacement(...asked) {
            const real = await ports.prepareReplacement(...asked);
            if (step === 'replace') {
              // Cut off while it is at work, not before or after.
              return { ...real, run: async (signal) => void (await Promise.all([real.run(signal), restart()])) };
            }
            return {
              ...real,
              async answered(signal) {
                await restart();
                await real.answered(signal);
              },
            };
          },
        }),
      });
      await app.open({ watch: false });
      const report = await switchTo(app, 'ben');
      const user = report.success ? 'ben' : 'anna';
      if (!report.success) expect(report.error?.code).toMatch(/^(docker|switching)\//);
      // What could not be brought in order while the engine was away is so at the next start.
      const next = stage.app();
      await next.open({ watch: false });
      expect(await next.features.home.currentUser()).toMatchObject({ id: user });
      await next.features.docker.start(both, caller);
      await expectAnswering(stage);
      const { consistent, services } = await next.features.docker.refresh();
      expect({ consistent, users: services.map(({ servesUser }) => servesUser) }).toEqual({
        consistent: true,
        users: [user, user],
      });
      const containers = Object.keys(await stage.state()).filter((name) => name.startsWith('/'));
      expect(containers.sort()).toEqual(
        Object.values(stage.names)
          .map((name) => `/${name}`)
          .sort(),
      );
    },
    120_000,
  );
});

describe.runIf(own !== null)('a home on a disk of its own', () => {
  let disk: string;
  let stage: SwitchStage;
  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'persag-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
    if (engine !== null) stage = await createSwitchStage(engine, disk);
  });
  afterEach(async () => {
    await run('mount', ['-o', 'remount,rw', disk]);
    await stage.end();
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });

  test('that is full keeps the user it has, by name, and switches when there is room again', async () => {
    const app = stage.app();
    await app.open({ watch: false });
    await app.features.docker.start(both, caller);
    const before = await stage.state();
    const filler = join(disk, 'filler');
    await fill(filler);
    const full = (await stat(filler)).size;
    // From no room at all to room for some of what a switch writes: it runs out in another place each time.
    const codes: (string | undefined)[] = [];
    for (const pages of [0, 1, 2, 3, 4, 5]) {
      await truncate(filler, full - pages * 4096);
      const { error } = await switchTo(app, 'ben').catch((cause) => ({ error: cause as Fault }));
      codes.push(error?.code);
      if (error === null) break;
      expect(await stage.state(), `${pages} pages left`).toEqual(before);
      await expectAnswering(stage);
    }
    expect(codes.slice(0, 2)).toEqual(['home/unwritable', 'home/unwritable']);
    expect(new Set(codes.filter((code) => code !== undefined))).toEqual(new Set(['home/unwritable']));
    await truncate(filler, 0);
    const current = await app.features.home.currentUser();
    const next = current.state === 'known' && current.id === 'anna' ? 'ben' : 'anna';
    expect(await switchTo(app, next)).toMatchObject({ success: true });
    await expectAnswering(stage);
  }, 120_000);

  test('that can only be read says so at every act, shows what is so, and writes when it can', async () => {
    const app = stage.app();
    await app.open({ watch: false });
    await app.features.docker.start(both, caller);
    const before = await stage.state();
    await run('mount', ['-o', 'remount,ro', disk]);
    const other = stage.app();
    await other.open({ watch: false }).catch(() => undefined);
    const codes = [
      (await faultOf(app.features.docker.restart(both, caller))).code,
      (await faultOf(app.features.engines.use({ engine: 'auto' }, caller))).code,
      (await faultOf(movedPort(app))).code,
      (await switchTo(app, 'ben').catch((cause) => ({ error: cause }))).error?.code,
    ];
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'home/unwritable'));
    const { services, engine: state } = await app.features.docker.refresh();
    expect(state.state).toBe('ready');
    expect(services.map(({ lamps }) => lamps.http.state)).toEqual(['ok', 'ok']);
    expect(await stage.state()).toEqual(before);
    await run('mount', ['-o', 'remount,rw', disk]);
    expect(await switchTo(app, 'ben')).toMatchObject({ success: true });
  }, 90_000);
});

async function movedPort({ features }: ReturnType<SwitchStage['app']>) {
  const { id } = await features.ports.plan({ service: 'memory' }, caller);
  return features.ports.move({ id }, caller);
}

/** Takes all the room that is left. */
async function fill(path: string): Promise<void> {
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        await writeFile(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}
