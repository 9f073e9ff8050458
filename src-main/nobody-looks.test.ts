import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from '../src-shared/define.ts';
import { type Answer, createFakeEngine, type FakeEngine, sendJson } from './docker/testing/fake-engine.ts';
import { frame, stamp } from './logs/testing/frames.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

/** Answers to `logs` and `stats`, which go on until somebody lets go of them. */
const streaming = new Set<ServerResponse>();
const names: Readonly<Record<string, string>> = { k: 'knowledge', m: 'memory' };

const answer: Answer = (request, response) => {
  const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0] ?? '';
  const [, id = '', what] = /^\/containers\/([km])\/(json|logs|stats)$/.exec(path) ?? [];
  const labels = (service: string) => ({ 'app.persag.service': service });
  if (path === '/containers/json') {
    const all = Object.entries(names).map(([Id, service]) => {
      return {
        Id,
        Names: [`/lightrag_${service === 'knowledge' ? 'pagent' : 'memory'}`],
        State: 'running',
        Labels: labels(service),
        Ports: [],
      };
    });
    sendJson(response, 200, all);
  } else if (what === 'json') {
    const State = { Status: 'running', Running: true, StartedAt: '2026-11-22T06:00:00Z' };
    sendJson(response, 200, {
      Id: id,
      Name: `/lightrag_${id}`,
      State,
      Config: { Labels: labels(names[id] ?? '') },
      Mounts: [],
    });
  } else if (what !== undefined) {
    streaming.add(response);
    response.on('close', () => streaming.delete(response));
    response.writeHead(200);
    response.write(
      what === 'logs' ? frame(false, stamp(1), Buffer.from(`a line of ${id}\n`)) : '{"read":"2026-11-25T17:00:00Z"}\n',
    );
  } else return false;
  return true;
};

let engine: FakeEngine;
let household: Household;
beforeEach(async () => {
  engine = await createFakeEngine(answer);
  await engine.listen();
  household = await openHousehold({ DOCKER_HOST: engine.dockerHost }, { watch: true });
});
afterEach(async () => {
  await household.end();
  await engine.end();
});

const call = async (name: string, input: object, caller: Caller) => {
  const result = await household.app.calls.get(`persag:${name}`)?.(input, caller);
  if (result?.ok !== true) throw new Error(`${name} failed: ${JSON.stringify(result)}`);
  return result.value as never;
};

it('nothing is read from the engine but its events while nobody looks', async () => {
  const caller = household.windowOf('anna');
  await expect.poll(() => engine.open.size).toBe(1);
  for (const end of [
    (stream: number, domain: string) => call(`${domain}.close`, { stream }, caller),
    async () => household.app.leave(caller.windowId),
    () => household.setCurrent('USER_ID="ben"\n'),
  ]) {
    await household.setCurrent('USER_ID="anna"\n');
    await expect
      .poll(async () => (await household.app.features.home.get(undefined, caller)).currentUser)
      .toMatchObject({ id: 'anna' });
    const { stream: logs } = await call('logs.open', { services: ['knowledge', 'memory'] }, caller);
    const { stream: stats } = await call('stats.open', {}, caller);
    await call('logs.next', { stream: logs }, caller);
    await expect.poll(() => streaming.size).toBe(4);
    await end(logs, 'logs');
    await end(stats, 'stats');
    await expect.poll(() => streaming.size, { timeout: 5000 }).toBe(0);
    await expect.poll(() => engine.open.size, { timeout: 5000 }).toBe(1);
  }
}, 40_000);
