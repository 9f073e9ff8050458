import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from '../e2e/stand-ins/model-server.ts';
import { contract } from '../src-shared/contract.ts';
import { connect } from './dispatch.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

const key = 'sk-canary-of-a-key-that-nobody-may-see';
const password = 'canary-in-an-address';

let household: Household;
let host: ModelServer;
beforeEach(async () => {
  household = await openHousehold();
  host = await startModelServer();
});
afterEach(async () => {
  await household.end();
  await host.stop();
});

it('a key of a model host, and a password in its address, reach the host alone', { timeout: 30_000 }, async () => {
  const { app, home, logged } = household;
  // It answers with the key it was given, as some hosts do.
  host.askForKey('another');
  const address = `http://me:${password}@host.docker.internal:${host.port}/v1?token=${password}`;
  const lines = ['LLM', 'EMBEDDING'].map((role) => {
    return `${role}_BINDING=openai\n${role}_BINDING_HOST=${address}\n${role}_BINDING_API_KEY=${key}\n`;
  });
  await appendFile(join(home, 'lightrag_server', 'env.server'), `\n${lines.join('')}`);
  // The other one is an Ollama that is not there, with a password as well.
  const ollama = ['LLM', 'EMBEDDING'].map((role) => `${role}_BINDING_HOST=http://me:${password}@box.invalid:1\n`);
  await appendFile(join(home, 'lightrag_memory_server', 'env.memory_server'), `\n${ollama.join('')}`);

  const heard: unknown[] = [];
  for (const feature of Object.values(app.features)) {
    if (!('onChanged' in feature)) continue;
    (feature.onChanged as (listener: (state: unknown) => void) => unknown)((state) => heard.push(state));
  }
  const api = connect(contract, app.features, app.calls, { kind: 'cli', windowId: 0 });
  const answers: unknown[] = [await api.docker.get(), await api.models.check(), await api.health.get()];
  for (const service of ['knowledge', 'memory'] as const) {
    for (const role of ['LLM', 'EMBEDDING'] as const) answers.push(await api.models.pull({ service, role }));
  }
  answers.push(await api.models.get());
  await app.features.health.end();

  const told = JSON.stringify(answers);
  // It was really asked, and really refused.
  expect(host.requests.some(({ path }) => path.endsWith('/models'))).toBe(true);
  expect(told).toContain('refuses the key');
  expect(told).toContain(`http://127.0.0.1:${host.port}/v1`);
  const places = new Map([
    ['answers', told],
    ['news', JSON.stringify(heard)],
    ['log', logged.join('\n')],
    ...(await ownFiles(join(home, 'desktop'))),
  ]);
  for (const [place, text] of places) {
    for (const secret of [key, password]) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
});

async function ownFiles(folder: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => [path, await readFile(path, 'latin1')] as const));
}
