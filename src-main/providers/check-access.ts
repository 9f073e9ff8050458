import type { CheckResult, ListedModel, ModelListing } from '../../src-shared/providers.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Clock } from '../ports.ts';
import { answersOnly } from './answers-only.ts';
import { explain } from './explain.ts';
import { AskFault } from './faults.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import type { AskLimits } from './limits.ts';
import { prepare } from './prepare.ts';
import type { FoundModels, Provider } from './provider.ts';
import type { Redaction } from './redaction.ts';
import { failedResult, unaskedResult, wellResult } from './results.ts';

/** What asking for a list needs. */
export interface ListParts {
  readonly provider: Provider;
  readonly clock: Pick<Clock, 'tick'>;
  readonly limits: Pick<AskLimits, 'list'>;
}

/** Asks which models a provider has; never throws. */
export async function listModels(
  configuration: ResolvedConfiguration,
  parts: ListParts,
  signal: AbortSignal,
): Promise<ModelListing> {
  return (await ask(configuration, parts, signal)).listing;
}

/**
 * Asks whether key and address are right, which costs nothing (spec 5.7). A key that may not list models is right as far
 * as anybody can tell: who may ask a model need not be allowed to list them.
 */
export async function checkAccess(
  configuration: ResolvedConfiguration,
  parts: ListParts,
  signal: AbortSignal,
): Promise<CheckResult> {
  const { listing, passes } = await ask(configuration, parts, signal);
  const { result } = listing;
  return passes ? wellResult(result.ms, `${result.message} ${result.hint}`, result.status) : result;
}

async function ask(
  configuration: ResolvedConfiguration,
  { provider, clock, limits }: ListParts,
  signal: AbortSignal,
): Promise<{ readonly listing: ModelListing; readonly passes: boolean }> {
  const prepared = prepare(provider, configuration, false);
  if (prepared.kind === 'problem') return { listing: noModels(unaskedResult(prepared)), passes: false };
  const { asking, redaction } = prepared;
  const guard = createGuardedFetch(limits.list);
  const started = clock.tick();
  const passed = () => clock.tick() - started;
  // Of all pages together: each has the same limit once more.
  const late = AbortSignal.timeout(limits.list.totalMs);
  try {
    signal.throwIfAborted();
    const fetch = answersOnly(guard.fetch, 'whole');
    const found = await provider.list({ ...asking, fetch }, AbortSignal.any([signal, late]));
    signal.throwIfAborted();
    const message = redaction.clean(wordsOf(provider, found));
    const models = withoutSecrets(found.models, redaction, Object.values(asking.secrets));
    const { isCut } = found;
    return { listing: { result: wellResult(passed(), message), models, isCut }, passes: false };
  } catch (cause) {
    const why = signal.aborted ? new AskFault('cancelled', 'it was cancelled') : cause;
    const host = new URL(asking.place.list).host;
    const explained = explain(provider, why, { asked: 'list', model: asking.model, host, clean: redaction.clean });
    return { listing: noModels(failedResult(explained, passed())), passes: explained.passes === 'access' };
  } finally {
    guard.end();
  }
}

/** A list can repeat a key as any other text can. Only a long one is looked for in ids: a short one is in ordinary words. */
function withoutSecrets(
  models: readonly ListedModel[],
  { clean }: Redaction,
  secrets: readonly string[],
): readonly ListedModel[] {
  const long = secrets.filter(({ length }) => length >= 16);
  return models
    .filter(({ id }) => !long.some((secret) => id.includes(secret)))
    .map((model) => ({ ...model, name: model.name === model.id ? model.id : clean(model.name) || model.id }));
}

const noModels = (result: CheckResult): ModelListing => ({ result, models: [], isCut: false });

function wordsOf({ name, capabilities }: Provider, { models, isCut, note = '' }: FoundModels): string {
  if (!capabilities.listsModels) return `${name} accepts the key. ${note}`.trim();
  const count = `${isCut ? 'more than ' : ''}${models.length} ${models.length === 1 ? 'model' : 'models'}`;
  return `${name} answers and has ${count}. ${note}`.trim();
}
