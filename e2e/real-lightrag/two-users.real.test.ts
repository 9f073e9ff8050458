import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LampName, Service, ServiceName } from '../../src-shared/docker.ts';
import type { LightRagState } from '../../src-shared/lightrag.ts';
import type { SwitchReport } from '../../src-shared/switching.ts';
import { type TestHome, writePlainHome } from '../stand-ins/homes.ts';
import { pointAtModelServer } from '../stand-ins/real-lightrag/real-service.ts';
import { type CommandResult, runCommandLine } from '../support/command-line.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { type LightRagClient, lightRagAt } from '../support/lightrag-client.ts';
import { type RealStage, startModels, startRealStage, without } from './real-stage.ts';

const serviceNames: readonly ServiceName[] = ['knowledge', 'memory'];
type User = 'anna' | 'ben';

/** What each user gives each service, the question that finds it, and the word that only this answer has. */
const texts: Readonly<Record<User, Readonly<Record<ServiceName, { text: string; word: string }>>>> = {
  anna: {
    knowledge: { text: 'The lighthouse keeper Morwenna hides the silver key below the Quartz Stone.', word: 'Quartz' },
    memory: { text: 'Anna told that her silver key opens the Violet Cabin near Penzance.', word: 'Violet' },
  },
  ben: {
    knowledge: { text: 'The ferry pilot Gregor keeps the silver key inside the Amber Lantern.', word: 'Amber' },
    memory: { text: 'Ben told that his silver key opens the Crimson Garage near Lisbon.', word: 'Crimson' },
  },
};
const question = 'Where is the silver key and what does the silver key open?';

let stage: RealStage;
let folder: string;
let home: TestHome;

beforeAll(async () => {
  if (without !== null) return;
  stage = await startRealStage();
  folder = await mkdtemp(join(tmpdir(), 'persag-real-'));
  home = await writePlainHome(join(folder, 'home'), { image: stage.image });
  await pointAtModelServer(home, stage.models.port);
  const started = await persag('services', 'start');
  expect(started.code, started.stderr).toBe(0);
}, 900_000);
afterAll(async () => {
  if (without !== null) return;
  await stage?.end();
  await rm(folder, { recursive: true, force: true });
});

function persag(...args: readonly string[]): Promise<CommandResult> {
  const own = { PERSAG_HOME: home.folder, DOCKER_HOST: stage.engine.dockerHost, PERSAG_SERVICE_TIMEOUT: '120' };
  return runCommandLine(args, cleanEnvironment(own));
}

function client(service: ServiceName): LightRagClient {
  return lightRagAt(service === 'knowledge' ? home.knowledgePort : home.memoryPort);
}

async function switchTo(user: User): Promise<void> {
  const result = await persag('switch', user, '--json');
  expect(result.code, result.stdout).toBe(0);
  const { steps } = result.json<SwitchReport>();
  const spent = (name: string) => steps.find((step) => step.name === name)?.ms ?? 0;
  const all = steps.reduce((sum, { ms }) => sum + ms, 0);
  console.log(
    `The switch to ${user} took ${seconds(all)}, of which both real servers needed ${seconds(spent('answer'))} to answer.`,
  );
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

async function lamps(service: ServiceName): Promise<Readonly<Record<LampName, string>>> {
  const { services } = (await persag('status', '--json')).json<{ services: readonly Service[] }>();
  const own = services.find(({ name }) => name === service);
  if (own === undefined) throw new Error(`no ${service} in the status`);
  const state = (name: LampName) => own.lamps[name].state;
  return { container: state('container'), http: state('http'), model: state('model'), mounts: state('mounts') };
}

async function expectOwnOnly(user: User, other: User): Promise<void> {
  for (const service of serviceNames) {
    expect(await client(service).documents(), `${service} of ${user}`).toEqual([`${user}-${service}.txt`]);
    const { response, sources } = await client(service).ask(question);
    expect(response, `${service} answers ${user}`).toContain(texts[user][service].word);
    for (const one of serviceNames) expect(response).not.toContain(texts[other][one].word);
    expect(sources).toEqual([`${user}-${service}.txt`]);
  }
}

async function index(user: User): Promise<void> {
  for (const service of serviceNames) {
    await client(service).insert(texts[user][service].text, `${user}-${service}.txt`);
  }
}

describe.runIf(without === null)('two users on the real server', () => {
  test('each finds only their own, in both services, back and forth', async () => {
    await index('anna');
    await expectOwnOnly('anna', 'ben');
    await switchTo('ben');
    for (const service of serviceNames) expect(await client(service).documents()).toEqual([]);
    await index('ben');
    await expectOwnOnly('ben', 'anna');
    await switchTo('anna');
    await expectOwnOnly('anna', 'ben');
  }, 400_000);

  test('the command line tells documents, version and what the pipeline does', async () => {
    const said = await persag('services', 'documents', '--json');
    expect(said.code, said.stderr).toBe(0);
    for (const one of said.json<LightRagState>().services) {
      expect(one).toMatchObject({
        ...{ state: 'answers', version: '1.5.7', documents: { all: 1, byStatus: { processed: 1 } } },
        pipeline: { busy: false, blocked: null },
        features: {
          statusCounts: true,
          trackStatus: true,
          reprocessFailed: true,
          cancelPipeline: true,
          clearCache: true,
        },
      });
    }
  });

  test('while the model server is down the lamps say so and nothing else, and that it is back', async () => {
    const well = { container: 'ok', http: 'ok', model: 'ok', mounts: 'ok' };
    for (const service of serviceNames) expect(await lamps(service)).toEqual(well);
    const { port } = stage.models;
    await stage.models.stop();
    for (const service of serviceNames) expect(await lamps(service)).toEqual({ ...well, model: 'failed' });
    // The server itself lives on and says so: only the lamp of the models can tell.
    expect(await client('knowledge').health()).toMatchObject({ status: 'healthy' });
    stage.models = await startModels(port);
    for (const service of serviceNames) expect(await lamps(service)).toEqual(well);
    stage.models.setModels(['near-words:1b']);
    expect(await lamps('memory')).toEqual({ ...well, model: 'warn' });
    stage.models.setModels(['reader:1b', 'near-words:1b']);
    expect(await lamps('memory')).toEqual(well);
  }, 120_000);
});
