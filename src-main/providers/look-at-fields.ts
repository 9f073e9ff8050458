import type { FieldsPreview, FieldValues } from '../../src-shared/providers.ts';
import { filledFields, plainProblems } from './fields.ts';
import type { Provider } from './provider.ts';

/** What the fields of a form come to, without its secrets (spec 5.1): the page shows it while they are filled in. */
export function previewFields(provider: Provider, values: FieldValues, model: string): FieldsPreview {
  const plain = plainProblems(provider, values);
  const fields = filledFields(provider, values);
  const { place, problems, warnings } = provider.placeOf(fields);
  // Of a field that is empty, that it is needed says more than that nothing is no address.
  const all = { ...problems, ...plain };
  const named = model.trim();
  const modelProblem = named === '' ? null : provider.modelProblem(named);
  if (modelProblem !== null) all.model = modelProblem;
  const isWhole = place !== null && Object.keys(all).length === 0;
  return {
    url: isWhole ? provider.chatUrl(place, named === '' ? 'MODEL' : named, fields) : null,
    problems: all,
    warnings,
  };
}

/**
 * Everything that is wrong with a configuration before anybody is asked; empty where it can be used.
 * @param secretNames the secrets there are
 */
export function problemsOfFields(
  provider: Provider,
  values: FieldValues,
  secretNames: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = { ...provider.secretProblems(secretNames) };
  for (const { name, label, kind, isRequired } of provider.fields) {
    if (kind === 'secret' && isRequired && !secretNames.has(name)) problems[name] = `${label} is needed.`;
  }
  for (const name of secretNames) {
    const field = provider.fields.find((one) => one.name === name);
    if (field?.kind !== 'secret') problems[name] = 'This provider has no such key.';
  }
  return { ...problems, ...previewFields(provider, values, '').problems };
}
