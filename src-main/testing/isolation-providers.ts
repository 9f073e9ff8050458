import { startAnthropic } from '../../e2e/stand-ins/providers/anthropic.ts';
import { startAzure } from '../../e2e/stand-ins/providers/azure.ts';
import { startGoogle } from '../../e2e/stand-ins/providers/google.ts';
import { startLmStudio } from '../../e2e/stand-ins/providers/lm-studio.ts';
import { startOllama } from '../../e2e/stand-ins/providers/ollama.ts';
import { startOpenAi } from '../../e2e/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '../../e2e/stand-ins/providers/server.ts';
import { bodyOf, type ReceivedRequest, type WireModel } from '../../e2e/stand-ins/providers/wire.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import { type Hit, labelOf } from './isolation-judge.ts';
import { type ConfigurationName, type Place, type UserId, userIds } from './isolation-users.ts';

/** The stand-ins of real providers, each at an address of its own. */
export interface IsolationProviders {
  placeOf(user: UserId, name: ConfigurationName): Place;
  /** What reached them since the last time, in no particular order. */
  takeHits(): Hit[];
  stop(): Promise<void>;
}

interface Started {
  readonly provider: ProviderId;
  /** The name of the field with the address. */
  readonly address: string;
  readonly server: ProviderStandIn;
  seen: number;
}

/** Versions of a configuration that a schedule may come to. */
const mostVersions = 40;

/**
 * Starts them: `home` and `cloud` are one provider for everybody, `own` is another kind for each user. Each answers a
 * question with the question and with whose key came.
 */
export async function startIsolationProviders(): Promise<IsolationProviders> {
  const start = async (provider: ProviderId, address: string, server: Promise<ProviderStandIn>): Promise<Started> => {
    const started = { provider, address, server: await server, seen: 0 };
    started.server.have(models);
    started.server.answer((request) => {
      const { question, key } = hitOf(started, request);
      return [`answer to ${question ?? 'nothing'} `, 'by ', labelOf(key)];
    });
    return started;
  };
  const shared = {
    home: await start('lm-studio', 'baseUrl', startLmStudio()),
    cloud: await start('anthropic', 'baseUrl', startAnthropic()),
  };
  const own: Readonly<Record<UserId, Started>> = {
    anna: await start('openai', 'baseUrl', startOpenAi()),
    ben: await start('google', 'baseUrl', startGoogle()),
    carl: await start('azure-openai', 'endpoint', startAzure()),
    dana: await start('ollama', 'baseUrl', startOllama()),
  };
  const all = [...Object.values(shared), ...Object.values(own)];
  return {
    placeOf(user, name) {
      const { provider, address, server } = name === 'own' ? own[user] : shared[name];
      return { provider, secret: 'apiKey', fields: { [address]: server.url } };
    },
    takeHits: () =>
      all.flatMap((one) => {
        const fresh = one.server.requests.slice(one.seen);
        one.seen += fresh.length;
        return fresh.map((request) => hitOf(one, request));
      }),
    stop: async () => void (await Promise.all(all.map(({ server }) => server.stop()))),
  };
}

const names = Array.from({ length: mostVersions }, (_, at) => [
  `shared-model-${at + 1}`,
  ...userIds.map((user) => `model-${user}-${at + 1}`),
]).flat();
const models: readonly WireModel[] = names.map((id) => ({ id, name: id, contextSize: 8192, kind: 'chat' }));

/** What a request says of who asks, wherever the provider takes it. */
function hitOf({ server }: Pick<Started, 'server'>, request: ReceivedRequest): Hit {
  const { headers, path, body } = request;
  const bearer = headers.authorization?.replace('Bearer ', '');
  const key = bearer ?? headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers['api-key'] ?? '';
  const said = bodyOf(request).model ?? /models\/([^:?]+):/.exec(path)?.[1] ?? null;
  const [question = null] = /question \d+ of \w+/.exec(body) ?? [];
  return { host: server.url, key, model: said === null ? null : String(said), question };
}
