import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { filledFields } from './fields.ts';
import { problemsOfFields } from './look-at-fields.ts';
import type { Asking, Provider } from './provider.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import { readSecret } from './secret-text.ts';

/** A configuration that can be asked with, or why it cannot. */
export type Prepared =
  | { readonly kind: 'ready'; readonly asking: Omit<Asking, 'fetch'>; readonly redaction: Redaction }
  /** `isOfSecrets`: something about a key, which never stands in the words. */
  | { readonly kind: 'problem'; readonly isOfSecrets: boolean; readonly words: string };

/**
 * Makes everything explicit before a library sees it: what is missing it would take from the process (facts/providers
 * 5.2), and what cannot be a key it would repeat in its error.
 * @param needsModel true where the model has to be there, too
 */
export function prepare(provider: Provider, configuration: ResolvedConfiguration, needsModel: boolean): Prepared {
  const secrets: Record<string, string> = {};
  for (const [name, text] of Object.entries(configuration.secrets)) {
    const read = readSecret(text);
    if (read.kind === 'problem') return { kind: 'problem', isOfSecrets: true, words: read.problem };
    secrets[name] = read.value;
  }
  const problems = problemsOfFields(provider, configuration.fields, new Set(Object.keys(secrets)));
  const [wrong] = Object.entries(problems);
  if (wrong !== undefined) {
    const isSecret = provider.fields.some(({ name, kind }) => name === wrong[0] && kind === 'secret');
    return { kind: 'problem', isOfSecrets: isSecret, words: wrong[1] };
  }
  const model = configuration.model.trim();
  const modelProblem = needsModel ? modelProblemOf(provider, model) : null;
  if (modelProblem !== null) return { kind: 'problem', isOfSecrets: false, words: modelProblem };
  const fields = filledFields(provider, configuration.fields);
  const { place } = provider.placeOf(fields);
  if (place === null) return { kind: 'problem', isOfSecrets: false, words: 'The address cannot be used.' };
  const redaction = createRedaction(Object.values(secrets));
  return { kind: 'ready', asking: { place, fields, secrets, model }, redaction };
}

function modelProblemOf(provider: Provider, model: string): string | null {
  if (model !== '') return provider.modelProblem(model);
  return `Choose a ${provider.capabilities.modelWord}, or type its name.`;
}
