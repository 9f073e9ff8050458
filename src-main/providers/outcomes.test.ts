import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anthropicErrors } from '../../e2e/stand-ins/providers/anthropic.ts';
import { azureErrors } from '../../e2e/stand-ins/providers/azure.ts';
import { bedrockErrors } from '../../e2e/stand-ins/providers/bedrock.ts';
import { friendliErrors } from '../../e2e/stand-ins/providers/friendli.ts';
import { googleErrors } from '../../e2e/stand-ins/providers/google.ts';
import { lmStudioErrors } from '../../e2e/stand-ins/providers/lm-studio.ts';
import { ollamaErrors } from '../../e2e/stand-ins/providers/ollama.ts';
import { openAiErrors } from '../../e2e/stand-ins/providers/openai.ts';
import type { WholeReply } from '../../e2e/stand-ins/providers/wire.ts';
import type { CheckKind } from '../../src-shared/chat.ts';
import { type Outcome, type ProviderId, providerIds } from '../../src-shared/providers.ts';
import { calmProviders, canary, configurationFor, openStage, type Stage } from './testing/stage.ts';

const providers = calmProviders();
const never = () => new AbortController().signal;

/** What both checks make of an error; a dash where the provider would not send it for that. */
type Row = readonly [access: Outcome | '-', chat: Outcome | '-', retryAfterMs?: number];
type Table<Errors> = { readonly [Name in keyof Errors]: Row };

// A new error of a stand-in without a row here does not compile.
const openAi: Table<typeof openAiErrors> = {
  wrongKey: ['auth', 'auth'],
  noOrganization: ['auth', 'auth'],
  noScope: ['ok', '-'],
  noRegion: ['permission', 'permission'],
  noModelForProject: ['-', 'permission'],
  noModel: ['-', 'model_not_found'],
  noPath: ['endpoint_not_found', 'endpoint_not_found'],
  tooOften: ['rate_limited', 'rate_limited', 20_000],
  noQuota: ['quota', 'quota'],
  noCredit: ['quota', 'quota'],
  badParameter: ['-', 'bad_request'],
  tooFewTokens: ['-', 'ok'],
  broken: ['server', 'server'],
  overloaded: ['server', 'server'],
};
const azure: Table<typeof azureErrors> = {
  wrongKey: ['auth', 'auth'],
  firewall: ['permission', 'permission'],
  noKeys: ['permission', 'permission'],
  noModel: ['-', 'model_not_found'],
  noPath: ['endpoint_not_found', 'endpoint_not_found'],
  tooOften: ['rate_limited', 'rate_limited', 1500],
  filtered: ['-', 'bad_request'],
  tokens: ['-', 'bad_request'],
  tooFewTokens: ['-', 'ok'],
  broken: ['server', 'server'],
  overloaded: ['server', 'server'],
};
const anthropic: Table<typeof anthropicErrors> = {
  badRequest: ['-', 'bad_request'],
  lowBalance: ['-', 'quota'],
  wrongKey: ['auth', 'auth'],
  billing: ['quota', 'quota'],
  permission: ['permission', 'permission'],
  noModel: ['-', 'model_not_found'],
  noPath: ['endpoint_not_found', '-'],
  tooLarge: ['-', 'bad_request'],
  tooOften: ['rate_limited', 'rate_limited', 12_000],
  broken: ['server', 'server'],
  slow: ['server', 'server'],
  overloaded: ['server', 'server'],
};
const google: Table<typeof googleErrors> = {
  wrongKey: ['auth', 'auth'],
  expiredKey: ['auth', 'auth'],
  noFreeTier: ['permission', 'permission'],
  badRequest: ['-', 'bad_request'],
  disabled: ['permission', 'permission'],
  restricted: ['permission', 'permission'],
  noModel: ['-', 'model_not_found'],
  noPath: ['endpoint_not_found', 'endpoint_not_found'],
  tooOften: ['rate_limited', 'rate_limited', 34_000],
  noQuota: ['quota', 'quota'],
  broken: ['server', 'server'],
  overloaded: ['server', 'server'],
  slow: ['server', 'server'],
};
const friendli: Table<typeof friendliErrors> = {
  wrongKey: ['auth', 'auth'],
  wrongTeam: ['auth', 'auth'],
  noModel: ['-', 'model_not_found'],
  // Without a list the empty question is asked, which the stand-in answers.
  noPath: ['ok', 'model_not_found'],
  badBody: ['bad_request', 'bad_request'],
  tooOften: ['rate_limited', 'rate_limited', 3000],
  asleep: ['server', 'server'],
  broken: ['server', 'server'],
};
const ollama: Table<typeof ollamaErrors> = {
  wrongKey: ['auth', 'auth'],
  origin: ['permission', 'permission'],
  noModel: ['-', 'model_not_found'],
  noPath: ['endpoint_not_found', '-'],
  badRequest: ['-', 'bad_request'],
  memory: ['-', 'server'],
  crashed: ['-', 'server'],
  broken: ['server', 'server'],
  busy: ['server', 'server'],
};
const lmStudio: Table<typeof lmStudioErrors> = {
  wrongKey: ['auth', 'auth'],
  noModel: ['-', 'model_not_found'],
  notLoaded: ['-', 'model_not_found'],
  noPath: ['bad_shape', 'bad_shape'],
  broken: ['server', 'server'],
};
const bedrock: Table<typeof bedrockErrors> = {
  accessDenied: ['ok', 'permission'],
  notEnabled: ['-', 'permission'],
  wrongId: ['auth', 'auth'],
  wrongSignature: ['auth', 'auth'],
  expired: ['auth', 'auth'],
  wrongBearer: ['auth', 'auth'],
  wrongModelId: ['-', 'model_not_found'],
  onDemand: ['-', 'bad_request'],
  badRequest: ['bad_request', 'bad_request'],
  noModel: ['-', 'model_not_found'],
  noForm: ['-', 'permission'],
  formNotFilled: ['-', 'permission'],
  noPath: ['endpoint_not_found', 'endpoint_not_found'],
  modelTimeout: ['-', 'timeout'],
  modelError: ['-', 'server'],
  tooOften: ['rate_limited', 'rate_limited'],
  notReady: ['-', 'rate_limited'],
  noQuota: ['-', 'quota'],
  broken: ['server', 'server'],
  unavailable: ['server', 'server'],
};

const tables: Readonly<
  Record<ProviderId, { errors: Readonly<Record<string, WholeReply>>; rows: Readonly<Record<string, Row>> }>
> = {
  'amazon-bedrock': { errors: bedrockErrors, rows: bedrock },
  'azure-openai': { errors: azureErrors, rows: azure },
  openai: { errors: openAiErrors, rows: openAi },
  anthropic: { errors: anthropicErrors, rows: anthropic },
  google: { errors: googleErrors, rows: google },
  friendli: { errors: friendliErrors, rows: friendli },
  ollama: { errors: ollamaErrors, rows: ollama },
  'lm-studio': { errors: lmStudioErrors, rows: lmStudio },
  'openai-compatible': {
    errors: openAiErrors,
    rows: { ...openAi, noScope: ['permission', '-'], tooFewTokens: ['-', 'bad_request'] },
  },
};

const cases = providerIds.flatMap((id) =>
  Object.entries(tables[id].rows).flatMap(([name, [access, chat, after]]) =>
    (
      [
        ['access', access, after],
        ['chat', chat, after],
      ] as const
    ).flatMap(([kind, outcome]) => (outcome === '-' ? [] : [{ id, name, kind, outcome, after: after ?? null }])),
  ),
);

describe.each(providerIds.map((id) => [id] as const))('%s', (id) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(id);
  });
  afterAll(() => stage.standIn.stop());
  beforeEach(() => {
    stage.standIn.fail('list', null);
    stage.standIn.fail('chat', null);
  });

  it.each(cases.filter((one) => one.id === id))(
    '$name at $kind is $outcome',
    async ({ name, kind, outcome, after }) => {
      const reply = tables[id].errors[name];
      if (reply === undefined) throw new Error(`there is no error ${name}`);
      stage.standIn.fail(kind === 'chat' ? 'chat' : 'list', { kind: 'reply', reply });
      await expectTold(kind, outcome, reply.status, after);
    },
  );

  async function expectTold(kind: CheckKind, outcome: Outcome, status: number, after: number | null): Promise<void> {
    const result = await providers.check(kind, configurationFor(stage), never());
    expect(result, result.message).toMatchObject({ outcome });
    expect(JSON.stringify(result)).not.toContain(canary);
    if (outcome === 'ok') return expect(result.hint).toBe('');
    expect(result).toMatchObject({ status, retryAfterMs: after });
    // What happened, and what to do about it, in sentences of their own.
    expect(result.message).toMatch(/^\p{Lu}.+[.!?…)]?$/u);
    expect(result.hint).toMatch(/^\p{Lu}.{9,}/u);
    expect(result.hint).not.toBe(result.message);
  }
});
