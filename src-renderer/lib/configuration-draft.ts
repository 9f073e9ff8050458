import {
  type ParameterName,
  type Parameters,
  type ProviderDescription,
  type ProviderId,
  parameterNames,
  parameters,
} from '../../src-shared/providers.ts';
import type { Configuration, ConfigurationDraft } from '../../src-shared/settings.ts';

/** What becomes of a secret when the form is saved. A kept one is not known here, only that it is kept. */
export type SecretEdit = ConfigurationDraft['secrets'][string];

/** What is typed for the parameters; a text that is empty or left out is the provider's own. */
export type ParameterTexts = Readonly<Partial<Record<ParameterName, string>>>;

/** The form of a configuration: what is typed, as it is typed. */
export interface FormDraft {
  readonly name: string;
  readonly provider: ProviderId;
  readonly fields: Readonly<Record<string, string>>;
  /** By field name; what is left out is kept as it is. */
  readonly secrets: Readonly<Record<string, SecretEdit>>;
  readonly model: string;
  readonly parameters: ParameterTexts;
  /** What it was duplicated from, by name: its key is to be entered again. */
  readonly like?: string;
}

/** What stands in the form of a configuration that is kept. */
export function draftOf({ name, provider, fields, model, parameters }: Configuration): FormDraft {
  return { name, provider, fields, secrets: {}, model, parameters: textsOf(parameters) };
}

/** What stands in the form for a new one: a name nobody has, and the provider's own values by being left empty. */
export function newDraft({ id, name }: ProviderDescription, taken: readonly string[]): FormDraft {
  return { name: freeName(name, taken), provider: id, fields: {}, secrets: {}, model: '', parameters: {} };
}

/** What stands in the form for a second one like it. Its secrets cannot be taken along: they are not known here. */
export function duplicateOf(configuration: Configuration, taken: readonly string[]): FormDraft {
  return { ...draftOf(configuration), name: freeName(configuration.name, taken), like: configuration.name };
}

/** A name, or the name with a number where somebody has it. */
export function freeName(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((each) => each.toLowerCase()));
  let wanted = name;
  for (let number = 2; lower.has(wanted.toLowerCase()); number += 1) wanted = `${name} ${number}`;
  return wanted;
}

/** Whether something was typed that is not saved. */
export function isChanged(draft: FormDraft, start: FormDraft): boolean {
  return (
    draft.name !== start.name ||
    draft.model !== start.model ||
    Object.values(draft.secrets).some(({ kind }) => kind !== 'keep') ||
    !sameTexts(draft.fields, start.fields) ||
    !sameTexts(draft.parameters, start.parameters)
  );
}

/** Whether both would be asked in the same way: whatever a test of the one said counts for the other. */
export function asksTheSame(one: FormDraft, other: FormDraft): boolean {
  return one.model === other.model && one.secrets === other.secrets && sameTexts(one.fields, other.fields);
}

/** The form as it is sent. @param base what it began with; null for a new one */
export function sentDraft(draft: FormDraft, base: Configuration | null): ConfigurationDraft {
  const { name, provider, fields, secrets, model } = draft;
  const values = Object.entries(fields).filter(([, value]) => value.trim() !== '');
  return {
    ...{ id: base?.id ?? null, revision: base?.revision ?? 0 },
    ...{ name: name.trim(), provider, fields: Object.fromEntries(values), secrets, model: model.trim() },
    parameters: readParameters(draft.parameters).values,
  };
}

/** The form as a provider is asked with it, whatever it is called. */
export function askedDraft(draft: FormDraft, base: Configuration | null): ConfigurationDraft {
  const name = draft.name.trim();
  return sentDraft({ ...draft, name: name === '' ? (base?.name ?? draft.provider) : name }, base);
}

/** The parameters that are typed, and in words what is wrong with the others. */
export function readParameters(texts: ParameterTexts): {
  readonly values: Parameters;
  readonly problems: Readonly<Partial<Record<ParameterName, string>>>;
} {
  const values: Partial<Record<ParameterName, number>> = {};
  const problems: Partial<Record<ParameterName, string>> = {};
  for (const name of parameterNames) {
    const text = texts[name]?.trim() ?? '';
    if (text === '') continue;
    // A comma is what many keyboards have for the point.
    const number = Number(text.replace(',', '.'));
    if (parameters.shape[name].safeParse(number).success) values[name] = number;
    else problems[name] = parameterRules[name];
  }
  return { values, problems };
}

/** The values as they are typed. */
export function textsOf(values: Parameters): ParameterTexts {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

const parameterRules: Readonly<Record<ParameterName, string>> = {
  temperature: 'Give a number from 0 to 2.',
  topP: 'Give a number from 0 to 1.',
  topK: 'Give a whole number from 0 to 100,000.',
  maxTokens: 'Give a whole number from 1 to 10,000,000.',
  contextSize: 'Give a whole number from 1 to 100,000,000.',
};

/** Whether both say the same by the same names; what is left out is empty. */
export function sameTexts(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? '').trim() === (other[name] ?? '').trim());
}

/** What is wrong with a form as far as this side can tell, by `name` and the names of parameters. */
export function draftProblems({ name, parameters }: Pick<FormDraft, 'name' | 'parameters'>): Record<string, string> {
  const problems: Record<string, string> = { ...readParameters(parameters).problems };
  if (name.trim() === '') problems.name = 'Give it a name.';
  return problems;
}

/** What of a form is still to be sent after another state of it was: secrets that are kept now are not typed again. */
export function unsentDraft(draft: FormDraft, sent: FormDraft): FormDraft {
  const secrets = Object.entries(draft.secrets).filter(([name, edit]) => sent.secrets[name] !== edit);
  return { ...draft, secrets: Object.fromEntries(secrets) };
}
