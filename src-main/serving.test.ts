import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { type Api, contract } from '../src-shared/contract.ts';
import type { Caller } from '../src-shared/define.ts';
import type { Result } from '../src-shared/errors.ts';
import type { ServingRequest } from '../src-shared/serving.ts';
import type { configurationDraft } from '../src-shared/settings.ts';
import { connect } from './dispatch.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

const key = 'sk-of-anna-0123456789';
const openai: z.input<typeof configurationDraft> = {
  ...{ id: null, revision: 0, name: 'Work', provider: 'openai', fields: {}, model: 'gpt-4o', parameters: {} },
  secrets: { apiKey: { kind: 'set', value: key } },
};
const local: z.input<typeof configurationDraft> = {
  ...{ id: null, revision: 0, name: 'Here', provider: 'ollama', fields: {}, model: 'bge-m3', parameters: {} },
  secrets: {},
};
const memoryEnv = 'lightrag_memory_server/env.memory_server';
const memoryCompose = 'lightrag_memory_server/docker-compose.yml';
const cli: Caller = { kind: 'cli', windowId: 0 };

let household: Household;
let anna: Api;
beforeEach(async () => {
  household = await openHousehold();
  anna = as(cli);
});
afterEach(() => household.end());

const as = (caller: Caller): Api => connect(contract, household.app.features, household.app.calls, caller);
const path = (name: string) => join(household.home, name);
const text = (name: string) => readFile(path(name), 'utf8');

/** The answer of a call that has to go well. */
async function good<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const codeOf = async (answer: Promise<Result<unknown>>) => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.code;
};

async function configured(draft: typeof openai, api = anna): Promise<string> {
  const { configurations } = await good(api.settings.saveConfiguration(draft));
  return configurations.find(({ name }) => name === draft.name)?.id ?? '';
}

const request = (configurationId: string, given: Partial<ServingRequest> = {}) => ({
  ...{ configurationId, roles: ['llm' as const], services: ['memory' as const] },
  ...given,
});

/** A file of vectors as nano-vectordb leaves it. */
async function withVectors(user: string, dimension: number): Promise<void> {
  const file = path(`data/agno/${user}/memory_rag_storage/vdb_chunks.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ embedding_dim: dimension, data: [{ __id__: 'c' }], matrix: '' }));
}

describe('the plan', () => {
  it('shows each value before and after, masks the key, and writes nothing', async () => {
    const before = await text(memoryEnv);
    const plan = await good(anna.serving.plan(request(await configured(openai))));
    expect(plan.changes.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['LLM_BINDING', 'ollama', 'openai'],
      ['LLM_BINDING_HOST', 'http://host.docker.internal:11434', 'https://api.openai.com/v1'],
      ['LLM_MODEL', expect.any(String), 'gpt-4o'],
      ['LLM_BINDING_API_KEY', null, '********'],
      ['USER_ID', 'default_user', 'anna'],
    ]);
    expect(plan).toMatchObject({ writesSecret: true, refusals: [] });
    expect(JSON.stringify(plan)).not.toContain(key);
    // No engine here: that is told, and the files would be written all the same.
    expect(plan.warnings.join(' ')).toContain('The containers are left as they are.');
    expect(plan.warnings.join(' ')).toContain('Other accounts of this computer can read');
    await chmod(path(memoryEnv), 0o600);
    const kept = await good(anna.serving.plan(request(await configured({ ...openai, name: 'Again' }))));
    expect(kept.warnings.join(' ')).not.toContain('Other accounts');
    expect(await text(memoryEnv)).toBe(before);
  });

  it('is of whoever asks: another user’s configuration is not there', async () => {
    const id = await configured(openai);
    const ben = as(household.windowOf('ben'));
    expect(await codeOf(ben.serving.plan(request(id)))).toBe('settings/unknown-configuration');
    const plan = await good(anna.serving.plan(request(id)));
    expect(await codeOf(ben.serving.apply({ planId: plan.planId }))).toBe('access/not-allowed');
    await household.setPeople([
      { id: 'anna', type: 'Admin' },
      { id: 'ben', type: 'Admin' },
    ]);
    expect(await codeOf(ben.serving.apply({ planId: plan.planId }))).toBe('serving/unknown-plan');
  });

  it('says what the compose file decides itself', async () => {
    const id = await configured(openai);
    const compose = await text(memoryCompose);
    await writeFile(
      path(memoryCompose),
      compose.replace(/^( +)env_file:/m, '$1environment:\n$1  LLM_MODEL: mine\n$1env_file:'),
    );
    const plan = await good(anna.serving.plan(request(id)));
    expect(plan.refusals.map(({ code }) => code)).toEqual(['serving/overridden']);
    expect(plan.refusals[0]?.message).toContain('LLM_MODEL');
    expect(await codeOf(anna.serving.apply({ planId: plan.planId }))).toBe('serving/overridden');
  });

  it('needs a provider that LightRAG can ask for that role', async () => {
    const claude = await configured({ ...openai, name: 'Claude', provider: 'anthropic', model: 'c' });
    expect(await codeOf(anna.serving.plan(request(claude)))).toBe('serving/not-served');
    const own = await configured({ ...local, name: 'Own', model: 'my-own' });
    expect(await codeOf(anna.serving.plan(request(own, { roles: ['embedding'] })))).toBe('serving/dimension-unknown');
  });
});

describe('vectors that are there', () => {
  const embedding = { roles: ['embedding' as const] };

  it('of the current user refuse another dimension, with the file', async () => {
    const id = await configured(local);
    await withVectors('anna', 768);
    const plan = await good(anna.serving.plan(request(id, embedding)));
    expect(plan.refusals.map(({ code }) => code)).toEqual(['serving/dimension-differs']);
    expect(plan.refusals[0]?.message).toContain('vdb_chunks.json');
    const before = await text(memoryEnv);
    expect(await codeOf(anna.serving.apply({ planId: plan.planId }))).toBe('serving/dimension-differs');
    expect(await text(memoryEnv)).toBe(before);
    // The same dimension by another model is possible, and told to be of little use.
    const same = await good(anna.serving.plan(request(id, { ...embedding, embeddingDimension: 768 })));
    expect(same.refusals).toEqual([]);
    expect(same.warnings.join(' ')).toContain('made with nomic-embed-text');
  });

  it('of somebody else refuse it where they would be served no more, and are told of where they are not served anyway', async () => {
    const id = await configured(local);
    await withVectors('ben', 768);
    const broken = await good(anna.serving.plan(request(id, embedding)));
    expect(broken.refusals.map(({ code, message }) => [code, message.includes('ben')])).toEqual([
      ['serving/dimension-differs', true],
    ]);
    await withVectors('ben', 384);
    const already = await good(anna.serving.plan(request(id, embedding)));
    expect(already.refusals).toEqual([]);
    expect(already.warnings.join(' ')).toContain('cannot serve ben either way');
    await withVectors('ben', 1024);
    expect((await good(anna.serving.plan(request(id, embedding)))).refusals).toEqual([]);
    await rm(path('data/agno/ben'), { recursive: true });
    const none = await good(anna.serving.plan(request(id, embedding)));
    expect([none.refusals, none.warnings.some((one) => one.includes('made with'))]).toEqual([[], false]);
  });

  it('in a workspace or another folder are found there; in another store they are not seen, which is told', async () => {
    const id = await configured(local);
    await withVectors('anna', 1024);
    const file = path('data/agno/anna/memory_rag_storage/space/vdb_entities.json');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ embedding_dim: 768, data: [], matrix: '' }));
    const env = await text(memoryEnv);
    await writeFile(path(memoryEnv), `${env}WORKSPACE=space\n`);
    const plan = await good(anna.serving.plan(request(id, embedding)));
    expect(plan.refusals[0]?.message).toContain('vdb_entities.json');
    await writeFile(path(memoryEnv), `${env}LIGHTRAG_VECTOR_STORAGE=QdrantVectorDBStorage\n`);
    const unseen = await good(anna.serving.plan(request(id, embedding)));
    expect([unseen.refusals, unseen.warnings.some((one) => one.includes('QdrantVectorDBStorage'))]).toEqual([[], true]);
  });
});

describe('what is done', () => {
  it('is the plan: every other byte of the file stays, a backup is made, and it is written down without the key', async () => {
    const id = await configured(openai);
    const before = await text(memoryEnv);
    const heard: string[] = [];
    anna.serving.onChanged(({ state }) => heard.push(state));
    const plan = await good(anna.serving.plan(request(id)));
    const report = await good(anna.serving.apply({ planId: plan.planId }));
    expect(report).toMatchObject({ success: true, error: null, changes: plan.changes });
    expect(heard).toEqual(['running', 'idle']);
    const after = await text(memoryEnv);
    expect(after).toContain(`LLM_BINDING_API_KEY=${key}`);
    const changed = /^(LLM_BINDING|LLM_BINDING_HOST|LLM_MODEL|LLM_BINDING_API_KEY|USER_ID)=.*\n/gm;
    expect(after.replaceAll(changed, '')).toBe(before.replaceAll(changed, ''));
    const { entries } = await good(anna.activity.list({}));
    const entry = entries.find(({ what }) => what === 'serving.apply');
    const backups = await readdir(path('backups/docker_env_backups'));
    expect(backups.filter((name) => name.includes('env.memory_server'))).toHaveLength(1);
    expect(entry).toMatchObject({ what: 'serving.apply', who: 'anna', subject: 'memory', result: 'ok' });
    expect(JSON.stringify([report, entry, household.logged])).not.toContain(key);
    // Once more there is nothing to do, and an old plan is none.
    expect((await good(anna.serving.plan(request(id)))).changes).toEqual([]);
    expect(await codeOf(anna.serving.apply({ planId: plan.planId }))).toBe('serving/unknown-plan');
  });

  it('takes a key away that the new server must not get', async () => {
    const id = await configured(openai);
    const first = await good(anna.serving.plan(request(id)));
    await good(anna.serving.apply({ planId: first.planId }));
    const own = await configured({ ...local, model: 'granite' });
    const plan = await good(anna.serving.plan(request(own)));
    expect(plan.changes.find(({ name }) => name === 'LLM_BINDING_API_KEY')).toMatchObject({
      before: '********',
      after: null,
    });
    expect(plan.writesSecret).toBe(false);
    await good(anna.serving.apply({ planId: plan.planId }));
    expect(await text(memoryEnv)).not.toContain(key);
  });

  it('is refused where a file or the configuration has changed since', async () => {
    const id = await configured(openai);
    const plan = await good(anna.serving.plan(request(id)));
    await writeFile(path(memoryEnv), `${await text(memoryEnv)}# by hand\n`);
    expect(await codeOf(anna.serving.apply({ planId: plan.planId }))).toBe('serving/plan-outdated');
    const again = await good(anna.serving.plan(request(id)));
    await good(anna.settings.saveConfiguration({ ...openai, id, revision: 1, secrets: {}, model: 'other' }));
    expect(await codeOf(anna.serving.apply({ planId: again.planId }))).toBe('serving/plan-outdated');
  });

  it('is an Admin’s', async () => {
    const ben = as(household.windowOf('ben'));
    const id = await configured(local, ben);
    const plan = await good(ben.serving.plan(request(id)));
    expect(await codeOf(ben.serving.apply({ planId: plan.planId }))).toBe('access/not-allowed');
  });
});
