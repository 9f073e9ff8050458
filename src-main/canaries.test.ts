import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type * as z from 'zod';
import { channelOf } from '../src-shared/channel.ts';
import { contract } from '../src-shared/contract.ts';
import type { configurationDraft } from '../src-shared/settings.ts';
import { connect } from './dispatch.ts';
import { realDisk } from './lib/disk.ts';
import { openZip } from './lib/zip-read.ts';
import { createFakeKeychain } from './secrets/testing/fake-keychain.ts';
import { expectedRights } from './testing/expected-rights.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

/** What must be found nowhere in clear (quality X5). All are long enough to have an end that may be shown. */
const canaries = {
  kept: 'sk-canary-kept-9c41d07be2',
  drafted: 'sk-canary-drafted-5f1b20aa34',
  replaced: 'sk-canary-replaced-77aa01cd56',
  ofBen: 'sk-canary-of-ben-1e9d3344f0',
  session: 'sk-canary-session-only-8812ab',
  refused: 'sk canary refused with blanks 42',
  misplaced: 'sk-canary-in-a-field-31f7e6',
  inFile: 'sk-canary-in-a-file-66ce01',
  environment: 'sk-canary-of-environment-90ab',
  lightrag: 'canary-of-lightrag-4471cd',
  passphrase: 'canary passphrase of anna',
  wrong: 'canary wrong passphrase',
};

let household: Household;
let provider: Server;
/** What reached the provider. */
let shown: string[] = [];
let exportPath = '';

beforeEach(async () => {
  shown = [];
  // It answers with the key it was given, as some do.
  provider = createServer((request, answer) => {
    const key = request.headers.authorization ?? '';
    shown.push(key);
    answer.writeHead(401, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${key}` } }));
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  household = await openHousehold(
    { OPENAI_API_KEY: canaries.environment, ANTHROPIC_API_KEY: canaries.environment },
    { watch: false },
    {
      keychain: createFakeKeychain(),
      desktop: { chooseNewFile: async () => exportPath, chooseFile: async () => exportPath },
    },
  );
  exportPath = join(household.home, 'exported-settings.json');
});
afterEach(async () => {
  await household.end();
  await new Promise((done) => provider.close(done));
});

const baseUrl = () => `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`;

function draft(name: string, value: string): z.input<typeof configurationDraft> {
  return {
    ...{ id: null, revision: 0, name, provider: 'openai-compatible', fields: { baseUrl: baseUrl() }, model: 'm' },
    ...{ parameters: {}, secrets: { apiKey: { kind: 'set', value } } },
  };
}

/** All bytes of all files below a folder, by path; of archives those of their members, too. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    found.set(path, await readFile(path, 'latin1'));
    if (!path.endsWith('.zip')) continue;
    const zip = await openZip(realDisk, path);
    for (const { name, kind } of zip.members.values()) {
      const parts: Uint8Array[] = [];
      if (kind === 'file') for await (const part of zip.read(name)) parts.push(part);
      found.set(`${path}!${name}`, Buffer.concat(parts).toString('latin1'));
    }
    await zip.close();
  }
  return found;
}

/** A secret in the ways in which it could hide without being protected. */
const guises = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
  [...secret].reverse().join(''),
];

it('a secret is in no file, answer, event, log, export or error, whatever was done with it', async () => {
  const { app, home, logged } = household;
  const heard: unknown[] = [];
  const answers: unknown[] = [];
  for (const feature of Object.values(app.features)) {
    if (!('onChanged' in feature)) continue;
    (feature.onChanged as (listener: (state: unknown) => void) => unknown)((state) => heard.push(state));
  }
  const windowOfAnna = household.windowOf('anna');
  const anna = connect(contract, app.features, app.calls, windowOfAnna);
  const ben = connect(contract, app.features, app.calls, household.windowOf('ben'));
  async function keep<T extends { readonly ok: boolean }>(answer: Promise<T>, ok = true): Promise<T> {
    const result = await answer;
    answers.push(result);
    expect(result.ok, JSON.stringify(result)).toBe(ok);
    return result;
  }

  // Everywhere a secret can be entered, and where one can go by mistake.
  const saved = await keep(anna.settings.saveConfiguration(draft('Kept', canaries.kept)));
  await keep(ben.settings.saveConfiguration(draft('Of Ben', canaries.ofBen)));
  await keep(anna.settings.saveConfiguration(draft('Refused', canaries.refused)), false);
  await keep(
    anna.settings.saveConfiguration({ ...draft('Wrong', canaries.drafted), fields: { apiKey: canaries.misplaced } }),
    false,
  );
  await keep(anna.settings.saveConfiguration(draft('Replaced', canaries.replaced)));
  await keep(anna.settings.importFromEnvironment({ providers: ['openai', 'anthropic'] }));
  const text = JSON.stringify({
    ...{ format: 'persag-settings', version: 1, profiles: [], secrets: { apiKey: canaries.inFile } },
    configurations: [
      {
        ...draft('In', canaries.inFile),
        id: crypto.randomUUID(),
        fields: { apiKey: canaries.inFile, baseUrl: baseUrl() },
      },
    ],
  });
  const planned = await keep(anna.settings.planImportText({ fileName: 'in.json', text }));
  if (planned.ok) await keep(anna.settings.importFile({ planId: planned.value.planId }));
  await keep(anna.lightrag.enter({ kind: 'key', service: 'memory', key: canaries.lightrag }));
  await appendFile(
    join(home, 'lightrag_server', 'env.server'),
    '\nLLM_BINDING_API_KEY=in-clear-as-the-service-needs-it\n',
  );
  await keep(anna.access.setPassphrase({ userId: 'anna', passphrase: canaries.passphrase }));
  await keep(anna.settings.unlock({ passphrase: canaries.wrong }), false);
  await keep(anna.settings.unlock({ passphrase: canaries.passphrase }));
  await keep(ben.settings.setPreferences({ sessionOnly: true }));
  await keep(ben.settings.saveConfiguration(draft('Session', canaries.session)));

  // They are used: the provider is shown them, and says them.
  const configurationId = saved.ok ? (saved.value.configurations[0]?.id ?? '') : '';
  const target = { configurationId };
  await keep(anna.chat.check({ ask: 1, kind: 'access', target }));
  await keep(anna.chat.check({ ask: 2, kind: 'chat', target: { draft: draft('New', canaries.drafted) } }));
  await keep(anna.chat.listModels({ ask: 3, fresh: true, target }));
  const opened = await keep(anna.chat.open({ messages: [{ role: 'user', text: 'Hello?' }], configurationId }));
  if (opened.ok) {
    for (let over = false; !over; ) {
      const next = await keep(anna.chat.next({ stream: opened.value.stream }));
      over = next.ok && (next.value === null || next.value.end !== null);
    }
  }
  for (const key of [canaries.kept, canaries.drafted]) expect(shown.join('\n')).toContain(key);

  // Everything that goes out, and every call there is.
  await keep(anna.settings.exportToFile());
  await keep(anna.settings.exportText());
  await writeFile(join(home, 'data', 'note'), 'of nobody');
  const archive = {
    path: join(home, '..', 'anna.zip'),
    userId: 'anna',
    parts: ['settings', 'memories', 'data'] as const,
  };
  answers.push(await anna.archives.export({ ...archive, parts: [...archive.parts], replace: false }));
  answers.push(
    await anna.archives.export({
      ...{ ...archive, parts: [...archive.parts], path: join(home, '..', 'sealed.zip'), replace: false },
      passphrase: 'another passphrase',
    }),
  );
  const callsOfAll = Object.entries(expectedRights).filter(([name]) => name !== 'shell.quit');
  for (const [name, [expected, input]] of callsOfAll) {
    const [domain = '', member = ''] = name.split('.');
    const asked = expected === 'own' ? { userId: 'anna', id: 'anna', ...input } : input;
    answers.push(await app.calls.get(channelOf(domain, member))?.(asked, windowOfAnna));
  }
  await app.features.activity.end();
  answers.push(await anna.activity.list({ limit: 1000 }));
  answers.push(await anna.activity.export({ format: 'csv', path: join(home, 'activity.csv') }));
  answers.push(await anna.activity.export({ format: 'jsonl', path: join(home, 'activity.jsonl') }));

  const places = new Map([
    ...(await filesBelow(join(home, '..'))),
    ['answers', JSON.stringify(answers)],
    ['events', JSON.stringify(heard)],
    ['log', logged.join('\n')],
  ]);
  // What is searched is there: a hunt in nothing finds nothing.
  expect([...places.keys()].filter((place) => /secrets\/(users|app)\//.test(place)).length).toBeGreaterThanOrEqual(3);
  expect([...places.keys()].some((place) => place.includes('anna.zip!'))).toBe(true);
  expect(places.get('answers')).toContain(canaries.kept.slice(-4));
  const found: string[] = [];
  for (const [place, content] of places) {
    for (const [name, secret] of Object.entries(canaries)) {
      for (const guise of guises(secret)) if (content.includes(guise)) found.push(`${name} in ${place}`);
    }
  }
  expect(found).toEqual([]);
  const count = Object.keys(canaries).length;
  process.stdout.write(`${count} canaries in ${places.size} places, ${answers.length} answers: 0 found\n`);
}, 120_000);
