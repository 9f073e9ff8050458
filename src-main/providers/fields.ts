import type { FieldValues, ProviderDescription, ProviderField } from '../../src-shared/providers.ts';
import { type AddressShape, readAddress } from './address.ts';
import type { FromEnvironment, Placing, Variables } from './provider.ts';

type Details = Partial<Omit<ProviderField, 'name' | 'label' | 'kind' | 'help'>>;

const make =
  (kind: ProviderField['kind']) =>
  (name: string, label: string, help: string, details: Details = {}) => ({
    ...{ name, label, kind, help },
    ...{ isRequired: false, example: null, standard: null, choices: [] },
    ...details,
  });

/** A field of plain text. */
export const textField = make('text');
/** A field for an address. */
export const urlField = make('url');
/** A field for a key or token. */
export const secretField = make('secret');
/** A field with a fixed set of answers. */
export const choiceField = make('choice');

/** The fields of a form as requests are made of them: trimmed, and with the standards where a field is empty. */
export function filledFields({ fields }: Pick<ProviderDescription, 'fields'>, values: FieldValues): FieldValues {
  const filled: Record<string, string> = {};
  for (const { name, kind, standard } of fields) {
    if (kind === 'secret') continue;
    const value = Object.hasOwn(values, name) ? (values[name] ?? '').trim() : '';
    filled[name] = value === '' ? (standard ?? '') : value;
  }
  return filled;
}

/** What is wrong with the fields by what the form says of them alone; by field name. Secrets have no place among them. */
export function plainProblems({ fields }: Pick<ProviderDescription, 'fields'>, values: FieldValues) {
  const problems: Record<string, string> = {};
  for (const name of Object.keys(values)) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) problems[name] = 'This provider has no such field.';
    else if (field.kind === 'secret') problems[name] = 'A key is kept apart from the other fields.';
  }
  const filled = filledFields({ fields }, values);
  for (const { name, label, kind, isRequired, choices } of fields) {
    const value = filled[name] ?? '';
    if (kind === 'secret') continue;
    if (value === '') {
      if (isRequired) problems[name] = `${label} is needed.`;
    } else if (kind === 'choice' && !choices.some((choice) => choice.value === value)) {
      problems[name] = 'Choose one of the list.';
    } else if (/\p{Cc}/u.test(value)) {
      problems[name] = `${label} has an invisible character in it.`;
    }
  }
  return problems;
}

/** The place of a provider that has one address for everything, in the field `baseUrl`. */
export function placeOfBase(fields: FieldValues, shape: AddressShape): Placing {
  const { url, problem, warnings } = readAddress(fields.baseUrl ?? '', shape);
  return {
    place: url === null ? null : { chat: url, list: url },
    problems: problem === null ? {} : { baseUrl: problem },
    warnings,
  };
}

/** For `Provider.modelProblem`: nearly every text may be the id of a model. */
export function plainModelProblem(model: string): string | null {
  return /\p{Cc}/u.test(model) ? 'The id of a model is one line without invisible characters.' : null;
}

/** For `Provider.secretProblems`: what is required is all there is to say. */
export const noSecretProblems = () => ({});

/**
 * Takes variables for fields, the first name of each that is there.
 * @param known which variables name the field, by field name
 * @param key the secret field without which there is nothing to set up
 */
export function takeVariables(
  found: Variables,
  known: { readonly fields?: Names; readonly secrets?: Names },
  key: string,
): FromEnvironment | null {
  const fields = firstOf(found, known.fields ?? {});
  const secrets = firstOf(found, known.secrets ?? {});
  const all = { ...secrets, ...fields };
  const first = all[key];
  if (first === undefined) return null;
  const others = Object.values(all).filter(({ variable }) => variable !== first.variable);
  const values = (taken: Taken) => Object.fromEntries(Object.entries(taken).map(([name, { value }]) => [name, value]));
  return {
    variables: [first.variable, ...others.map(({ variable }) => variable)],
    fields: values(fields),
    secrets: values(secrets),
  };
}

type Names = Readonly<Record<string, readonly string[]>>;
type Taken = Readonly<Record<string, { readonly variable: string; readonly value: string }>>;

function firstOf(found: Variables, names: Names): Taken {
  const taken: Record<string, { variable: string; value: string }> = {};
  for (const [field, variables] of Object.entries(names)) {
    const variable = variables.find((name) => (found[name] ?? '').trim() !== '');
    if (variable !== undefined) taken[field] = { variable, value: found[variable] ?? '' };
  }
  return taken;
}

/** The header of a key that is optional: none where there is no key, as an empty one is refused in odd ways. */
export function bearer(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
