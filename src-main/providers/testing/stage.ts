import { startAnthropic } from '../../../e2e/stand-ins/providers/anthropic.ts';
import { startAzure } from '../../../e2e/stand-ins/providers/azure.ts';
import { type BedrockStandIn, startBedrock } from '../../../e2e/stand-ins/providers/bedrock.ts';
import { startFriendli } from '../../../e2e/stand-ins/providers/friendli.ts';
import { startGoogle } from '../../../e2e/stand-ins/providers/google.ts';
import { startLmStudio } from '../../../e2e/stand-ins/providers/lm-studio.ts';
import { startOllama } from '../../../e2e/stand-ins/providers/ollama.ts';
import { startOpenAi } from '../../../e2e/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '../../../e2e/stand-ins/providers/server.ts';
import type { FieldValues, ProviderId } from '../../../src-shared/providers.ts';
import type { ResolvedConfiguration } from '../../lib/resolved-configuration.ts';
import type { FetchLimits } from '../guarded-fetch.ts';
import { createProviders, type ProvidersFeature } from '../index.ts';
import type { AskLimits } from '../limits.ts';

/** A key that nobody but its own provider may ever see. */
export const canary = 'sk-canary-4Tq9ZrX1mWv7';

/** One provider's stand-in, and how it is asked. */
export interface Stage {
  readonly id: ProviderId;
  readonly standIn: ProviderStandIn;
  /** Fields that lead to the stand-in. */
  readonly fields: FieldValues;
  readonly secrets: Readonly<Record<string, string>>;
}

const starters: Readonly<Record<ProviderId, () => Promise<ProviderStandIn>>> = {
  'amazon-bedrock': startBedrock,
  'azure-openai': startAzure,
  openai: startOpenAi,
  anthropic: startAnthropic,
  google: startGoogle,
  friendli: startFriendli,
  ollama: startOllama,
  'lm-studio': startLmStudio,
  'openai-compatible': startOpenAi,
};

const bases: Readonly<Record<ProviderId, (url: string) => FieldValues>> = {
  'amazon-bedrock': (url) => ({ region: 'us-east-1', runtimeUrl: url, controlUrl: url }),
  'azure-openai': (url) => ({ endpoint: url }),
  openai: (url) => ({ baseUrl: `${url}/v1` }),
  anthropic: (url) => ({ baseUrl: `${url}/v1` }),
  google: (url) => ({ baseUrl: `${url}/v1beta` }),
  friendli: (url) => ({ baseUrl: `${url}/serverless/v1` }),
  ollama: (url) => ({ baseUrl: url }),
  'lm-studio': (url) => ({ baseUrl: `${url}/v1` }),
  'openai-compatible': (url) => ({ baseUrl: `${url}/v1` }),
};

/** Starts the stand-in of a provider, which accepts the canary alone. */
export async function openStage(id: ProviderId): Promise<Stage> {
  const standIn = await starters[id]();
  standIn.accept([canary]);
  return { id, standIn, fields: bases[id](standIn.url), secrets: { apiKey: canary } };
}

/** A stage of Bedrock whose requests have to be signed. */
export async function openSignedStage(): Promise<Stage & { readonly standIn: BedrockStandIn }> {
  const standIn = await startBedrock();
  const [accessKeyId, secretAccessKey, sessionToken] = [`AKIA${canary}`, `secret/${canary}+x`, `session${canary}`];
  standIn.acceptSigned({ accessKeyId, secretAccessKey, sessionToken, region: 'us-east-1' });
  const secrets = { accessKeyId, secretAccessKey, sessionToken };
  return { id: 'amazon-bedrock', standIn, fields: bases['amazon-bedrock'](standIn.url), secrets };
}

/** A configuration for a stage. */
export function configurationFor(
  { id, fields, secrets }: Pick<Stage, 'id' | 'fields' | 'secrets'>,
  changes: Partial<ResolvedConfiguration> = {},
): ResolvedConfiguration {
  return {
    userId: 'anna',
    configurationId: '00000000-0000-4000-8000-000000000001',
    revision: 1,
    name: 'Mine',
    provider: id,
    fields,
    secrets,
    model: 'chat-large',
    parameters: {},
    ...changes,
  };
}

const megabytes = 4 * 1024 * 1024;
const calm = { headMs: 15_000, idleMs: 15_000, totalMs: 15_000, maximumBytes: megabytes };
const short = { headMs: 300, idleMs: 200, totalMs: 600, maximumBytes: megabytes };
const allOf = (limits: FetchLimits): AskLimits => ({
  ...{ list: limits, chat: limits, slowChat: limits, checkMs: limits.totalMs, slowCheckMs: limits.totalMs },
});

/** The feature with limits that a busy computer keeps. */
export function calmProviders(): ProvidersFeature {
  return createProviders({ clock: { tick: () => performance.now() }, limits: allOf(calm) });
}

/** The feature with limits that a test can wait for: for servers that never answer. */
export function shortProviders(): ProvidersFeature {
  return createProviders({ clock: { tick: () => performance.now() }, limits: allOf(short) });
}

/** The feature with room for answers of that many bytes. */
export function roomyProviders(maximumBytes: number): ProvidersFeature {
  return createProviders({ clock: { tick: () => performance.now() }, limits: allOf({ ...calm, maximumBytes }) });
}
