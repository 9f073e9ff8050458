import { startLmStudio } from '../../e2e/stand-ins/providers/lm-studio.ts';
import type { ProviderStandIn } from '../../e2e/stand-ins/providers/server.ts';
import type { ChatBatch } from '../../src-shared/chat.ts';
import { type Api, contract } from '../../src-shared/contract.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { Result } from '../../src-shared/errors.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { connect } from '../dispatch.ts';
import { type Household, openHousehold } from './open-household.ts';

/** A household whose users have a provider: a stand-in that takes every key. */
export interface ChatHousehold extends Household {
  readonly server: ProviderStandIn;
  /** The calls of a caller, through the door. */
  apiOf(caller: Caller): Api;
  /** A window of a user's own, with one configuration that is active; its key is `key-of-` and the id. */
  equip(userId: string, model?: string): Promise<{ readonly api: Api; readonly configurationId: string }>;
}

/** Opens it. @param env see `openHousehold` */
export async function openChatHousehold(env: Readonly<Record<string, string>> = {}): Promise<ChatHousehold> {
  const [server, household] = await Promise.all([startLmStudio(), openHousehold(env, { watch: true })]);
  const { features, calls } = household.app;
  const apiOf = (caller: Caller) => connect(contract, features, calls, caller);
  return {
    ...household,
    ...{ server, apiOf },
    async equip(userId, model = 'chat-large') {
      const caller = household.windowOf(userId);
      const api = apiOf(caller);
      const saved: Settings = await wellAnswered(
        api.settings.saveConfiguration({
          ...{ id: null, revision: 0, name: 'Local', provider: 'lm-studio', model, parameters: {} },
          fields: { baseUrl: `${server.url}/v1` },
          secrets: { apiKey: { kind: 'set', value: `key-of-${userId}` } },
        }),
      );
      const configurationId = saved.configurations[0]?.id ?? '';
      await wellAnswered(api.settings.choose({ activeConfigurationId: configurationId }));
      return { api, configurationId };
    },
    async end() {
      await household.end();
      await server.stop();
    },
  };
}

/** The value of an answer, or its error thrown. */
export async function wellAnswered<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Asks, and reads the answer to its end. */
export async function askFor(
  api: Api,
  text: string,
): Promise<{ readonly text: string; readonly last: ChatBatch | null }> {
  const { stream } = await wellAnswered(api.chat.open({ messages: [{ role: 'user', text }] }));
  let whole = '';
  let last: ChatBatch | null = null;
  for (let batch = await wellAnswered(api.chat.next({ stream })); batch !== null; ) {
    whole += batch.text;
    last = batch;
    batch = await wellAnswered(api.chat.next({ stream }));
  }
  return { text: whole, last };
}
