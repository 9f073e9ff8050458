import { describe, expect, it } from 'vitest';
import type { ProviderDescription, ProviderField } from '../../src-shared/providers.ts';
import { someCatalogue, someConfiguration } from '../testing/settings-facts.ts';
import { lacksKey, mainFields, needWords } from './provider-needs.ts';

const [openai, , ollama] = someCatalogue();
if (openai === undefined || ollama === undefined) throw new Error('the catalogue is empty');
const key = (name: string, label: string, isRequired = false): ProviderField => ({
  ...{ name, label, isRequired, kind: 'secret', help: '', example: null, standard: null, choices: [] },
});
const region: ProviderField = { ...key('region', 'Region', true), kind: 'text' };
/** Two keys that stand for one another. */
const either: ProviderDescription = {
  ...openai,
  fields: [region, key('accessKeyId', 'Access key ID'), key('apiKey', 'API key')],
};
/** A key that only some servers ask for. */
const perhaps: ProviderDescription = { ...openai, fields: [{ ...region, label: 'Address' }, key('apiKey', 'API key')] };
const names = (provider: ProviderDescription) => mainFields(provider).map(({ name }) => name);

describe('what nearly everybody fills in', () => {
  it('is what is required, and the keys of what does not run here', () => {
    expect(names(openai)).toEqual(['apiKey']);
    expect(names(either)).toEqual(['region', 'accessKeyId', 'apiKey']);
    expect(names(perhaps)).toEqual(['region', 'apiKey']);
    expect(names(ollama)).toEqual([]);
  });

  it('is told in a few words', () => {
    expect([openai, either, perhaps, ollama].map(needWords)).toEqual([
      'API key',
      'Region, access key ID',
      'Address',
      'No key needed',
    ]);
  });
});

it('a key is lacking where one is wanted and none is there', () => {
  const none = someConfiguration(1, { secrets: { apiKey: { state: 'none' }, accessKeyId: { state: 'none' } } });
  const locked = someConfiguration(1, { secrets: { apiKey: { state: 'locked' } } });
  expect([openai, either, perhaps, ollama].map((provider) => lacksKey(provider, none))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([openai, either].map((provider) => lacksKey(provider, locked))).toEqual([false, false]);
});
