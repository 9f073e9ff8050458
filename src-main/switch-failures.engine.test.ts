import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setFaults } from '../e2e/stand-ins/lightrag/faults.ts';
import { Fault } from '../src-shared/errors.ts';
import { type StepName, stepTitles } from '../src-shared/step-titles.ts';
import { httpGet } from './docker/http-get.ts';
import { startRealEngine } from './docker/testing/real-engine.ts';
import type { ServicesReplacement, SwitchingPorts } from './switching/ports.ts';
import { caller, createSwitchStage, type SwitchStage, switchTo } from './testing/switch-stage.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

/** Does what is asked for, and fails all the same: the worst moment of a step is its end. */
async function fails<T>(step: StepName, work: Promise<T> | T): Promise<never> {
  await work;
  throw new Fault('docker/refused', `injected into ${step}`);
}

type Tamper = (ports: SwitchingPorts) => SwitchingPorts;

function inReplacement(change: (real: ServicesReplacement) => Partial<ServicesReplacement>): Tamper {
  return (ports) => ({
    ...ports,
    async prepareReplacement(...asked) {
      const real = await ports.prepareReplacement(...asked);
      return { ...real, ...change(real) };
    },
  });
}

function inRecord(member: 'registry' | 'committed', step: StepName): Tamper {
  return (ports) => ({
    ...ports,
    records: {
      ...ports.records,
      async begin(intent) {
        const real = await ports.records.begin(intent);
        return { ...real, [member]: (change: never) => fails(step, real[member](change)) };
      },
    },
  });
}

/** How each step is made to fail. */
const injections: Readonly<Record<StepName, Tamper>> = {
  check: (ports) => ({
    ...ports,
    prepareReplacement: (...asked) => fails('check', ports.prepareReplacement(...asked)),
  }),
  backup: (ports) => ({
    ...ports,
    files: { ...ports.files, backUp: (changes) => fails('backup', ports.files.backUp(changes)) },
  }),
  files: (ports) => ({
    ...ports,
    files: {
      ...ports.files,
      set(id, changes) {
        const real = ports.files.set(id, changes);
        return { ...real, place: () => fails('files', real.place()) };
      },
    },
  }),
  replace: inReplacement((real) => ({ run: (signal) => fails('replace', real.run(signal)) })),
  answer: inReplacement((real) => ({ answered: (signal) => fails('answer', real.answered(signal)) })),
  mounts: inReplacement((real) => ({ mountsBelong: () => fails('mounts', real.mountsBelong()) })),
  record: inRecord('registry', 'record'),
  commit: inRecord('committed', 'commit'),
};

describe.runIf(engine !== null)('a switch on real containers that fails', () => {
  let stage: SwitchStage;
  beforeEach(async () => {
    if (engine === null) return;
    stage = await createSwitchStage(engine);
  });
  afterEach(() => stage.end());

  async function expectAnswering(): Promise<void> {
    for (const port of [stage.home.knowledgePort, stage.home.memoryPort]) {
      expect((await httpGet(`http://127.0.0.1:${port}/health`, { limitMs: 3000 })).status).toBe(200);
    }
  }

  test('in any one of its steps comes back to the exact bytes and the former containers, and names the step', async () => {
    const plain = stage.app();
    await plain.open({ watch: false });
    await plain.features.docker.start({ services: ['knowledge', 'memory'] }, caller);
    const before = await stage.state();
    for (const [step, tamper] of Object.entries(injections) as [StepName, Tamper][]) {
      const app = stage.app({ tamper });
      await app.open({ watch: false });
      const report = await switchTo(app, 'ben');
      expect(report, step).toMatchObject({
        success: false,
        warnings: [],
        error: { code: 'docker/refused', message: `injected into ${step}` },
      });
      expect(report.steps.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([step]);
      expect(await stage.state(), `after a failure in ${step}`).toEqual(before);
      await expectAnswering();
    }
    expect(Object.keys(injections)).toEqual(Object.keys(stepTitles));
  }, 120_000);

  test('because a service never answers is back within the limit and 5 s, and the old services answer', async () => {
    const app = stage.app({ env: { PERSAG_SERVICE_TIMEOUT: '3' } });
    await app.open({ watch: false });
    await app.features.docker.start({ services: ['knowledge', 'memory'] }, caller);
    const before = await stage.state();
    await setFaults(stage.home.dataRoot, 'ben', 'memory', { health: 'never' });
    for (const [limit, more] of [
      [3, {}],
      [1, { timeoutSeconds: 1 }],
    ] as const) {
      const begin = performance.now();
      const report = await switchTo(app, 'ben', more);
      const took = performance.now() - begin;
      expect(report).toMatchObject({ success: false, error: { code: 'docker/never-healthy' } });
      expect(took).toBeGreaterThan(limit * 1000);
      expect(took).toBeLessThan((limit + 5) * 1000);
      expect(await stage.state()).toEqual(before);
      await expectAnswering();
    }
  });
});
