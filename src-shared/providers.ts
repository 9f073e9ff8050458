import * as z from 'zod';
import { call, none } from './define.ts';

/** Every kind of provider the app knows. */
export const providerIds = [
  'amazon-bedrock',
  'azure-openai',
  'openai',
  'anthropic',
  'google',
  'friendli',
  'ollama',
  'lm-studio',
  'openai-compatible',
] as const;
/** A kind of provider. */
export type ProviderId = (typeof providerIds)[number];

/** One field of a provider's form. A secret's value never leaves main. */
export interface ProviderField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'url' | 'secret' | 'choice';
  readonly isRequired: boolean;
  /** One sentence: what it is, and where the person finds it. */
  readonly help: string;
  /** Shown in the empty field. */
  readonly example: string | null;
  /** What counts where the field is left empty. */
  readonly standard: string | null;
  /** Of a choice. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** What a provider can do: the page asks this, never its name. */
export interface ProviderCapabilities {
  /** It can say which models it has. */
  readonly listsModels: boolean;
  /** What its model is called: Azure has deployments. */
  readonly modelWord: 'model' | 'deployment';
  /** It usually runs on this computer and costs nothing. */
  readonly isLocal: boolean;
  readonly parameters: readonly ParameterName[];
  /** What it can be for the services of LightRAG. */
  readonly serves: readonly ('llm' | 'embedding')[];
}

/** A provider as the page sees it. */
export interface ProviderDescription {
  readonly id: ProviderId;
  readonly name: string;
  readonly fields: readonly ProviderField[];
  readonly capabilities: ProviderCapabilities;
}

/** The parameters of a model, in the order of the form. */
export const parameterNames = ['temperature', 'topP', 'topK', 'maxTokens', 'contextSize'] as const;
/** A parameter of a model. */
export type ParameterName = (typeof parameterNames)[number];

/** What a model is asked with; what is left out is the provider's own. */
export const parameters = z.object({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.number().int().min(0).max(100_000).optional(),
  maxTokens: z.number().int().min(1).max(10_000_000).optional(),
  contextSize: z.number().int().min(1).max(100_000_000).optional(),
});
/** What a model is asked with. */
export type Parameters = z.output<typeof parameters>;

/** What came of asking a provider (facts/providers 1.9). */
export const outcomes = [
  'ok',
  'auth',
  'permission',
  'model_not_found',
  'endpoint_not_found',
  'rate_limited',
  'quota',
  'bad_request',
  'server',
  'refused',
  'dns',
  'tls',
  'timeout',
  'redirect_blocked',
  'bad_shape',
  'cancelled',
] as const;
/** What came of asking a provider. */
export type Outcome = (typeof outcomes)[number];

/** The answer to one question put to a provider; its texts are free of secrets and are shown as text. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** The answer's HTTP status, null where there was none. */
  readonly status: number | null;
  readonly ms: number;
  /** What happened. */
  readonly message: string;
  /** What to do; empty for `ok`. */
  readonly hint: string;
  /** When it may be asked again, as the provider says; null where it does not. */
  readonly retryAfterMs: number | null;
}

/** A model that a provider has. */
export interface ListedModel {
  readonly id: string;
  readonly name: string;
  /** `other`: neither for chats nor for embeddings, as far as the provider tells. */
  readonly kind: 'chat' | 'embedding' | 'other' | 'unknown';
  /** In tokens, null where the provider does not tell. */
  readonly contextSize: number | null;
}

/** What a provider answered when asked for its models. */
export interface ModelListing {
  readonly result: CheckResult;
  readonly models: readonly ListedModel[];
  /** True where there were more than are kept. */
  readonly isCut: boolean;
}

/** The values of a provider's fields that are no secrets; by field name. */
export const fieldValues = z.record(z.string().min(1).max(64), z.string().max(4096));
/** The values of a provider's fields that are no secrets. */
export type FieldValues = z.output<typeof fieldValues>;

/** What the fields come to: where a request would go, or what is wrong with them. */
export interface FieldsPreview {
  /** The whole address a chat request would go to, null where it cannot be made. */
  readonly url: string | null;
  /** By field name, in words. */
  readonly problems: Readonly<Record<string, string>>;
  /** What is odd but allowed: no encryption off this computer, an address of the local network. */
  readonly warnings: readonly string[];
}

/** The catalogue: the same for everybody, and nobody's data. */
export const providers = {
  catalogue: call(none).returns<readonly ProviderDescription[]>(),
  preview: call(
    z.object({ provider: z.enum(providerIds), fields: fieldValues, model: z.string().max(512) }),
  ).returns<FieldsPreview>(),
};
