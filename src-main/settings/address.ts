import type { ProviderField, ProviderId } from '../../src-shared/providers.ts';

/**
 * What a secret is entered for: its provider, and the origin of every address among the fields. A key is shown to no
 * other one, however the settings came to name it: by a form, a file that was imported, or an editor.
 */
export function boundTo(
  provider: ProviderId,
  fields: Readonly<Record<string, string>>,
  descriptions: readonly ProviderField[],
): string {
  const addresses = descriptions
    .filter(({ kind }) => kind === 'url')
    .map(({ name, standard }) => [name, originOf(fields[name]?.trim() || (standard ?? ''))] as const);
  return JSON.stringify([provider, Object.fromEntries(addresses)]);
}

/** Scheme, host and port; of what is no address, the text as it is. */
function originOf(text: string): string {
  if (text === '') return '';
  // As it is typed for Ollama and LM Studio: `localhost:11434`.
  const address = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(address)) return text;
  // Not `origin`, which is "null" for all schemes that are no web addresses.
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

/** The addresses of what a secret is bound to, for a person. */
export function addressesOf(bound: string): string {
  const [provider, addresses] = JSON.parse(bound) as [string, Readonly<Record<string, string>>];
  const said = Object.values(addresses).filter((one) => one !== '');
  return said.length === 0 ? provider : said.join(', ');
}
