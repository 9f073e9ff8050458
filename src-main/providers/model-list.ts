import type { ListedModel } from '../../src-shared/providers.ts';
import { AnswerFault, AskFault } from './faults.ts';
import type { Asking, FoundModels } from './provider.ts';
import { readSaid } from './said.ts';

/** Most models that are kept, and most pages that are asked for. */
const most = { models: 2000, pages: 25 };
/** Longest id and name, in characters. */
const longest = { id: 512, name: 200 };

/** A page of a list: what stands in it, and where the next one is. */
interface ListPage {
  readonly entries: readonly unknown[];
  readonly next: string | null;
}

/** One entry of a list; null for what is none. */
export type ReadModel = (entry: unknown) => ListedModel | null;

/**
 * Asks for the pages of a list, one after the other, and keeps what can be read of them. Entries that are none are left
 * out: one odd entry is no reason to have no list (facts/providers 8, case 4). Fails with `AskFault` or `AnswerFault`.
 * @param read of the body of a page: its entries, and where the next one is, null for the last; it throws where it is no page
 */
export async function collectPages(
  asking: Pick<Asking, 'fetch'>,
  first: { readonly url: string; readonly headers: HeadersOf },
  read: (body: unknown) => ListPage,
  toModel: ReadModel,
  signal: AbortSignal,
): Promise<FoundModels> {
  const models = new Map<string, ListedModel>();
  let isCut = false;
  let url: string | null = first.url;
  for (let page = 0; url !== null; page += 1) {
    if (page >= most.pages || isCut) return { models: [...models.values()], isCut: true };
    const headers = typeof first.headers === 'function' ? await first.headers(url) : first.headers;
    const { entries, next }: ListPage = readPage(await getJson(asking, url, headers, signal), read);
    for (const entry of entries) {
      const model = tidy(toModel(entry));
      if (model === null || models.has(model.id)) continue;
      if (models.size >= most.models) {
        isCut = true;
        break;
      }
      models.set(model.id, model);
    }
    url = next === url ? null : next;
  }
  return { models: [...models.values()], isCut };
}

/** Two lists as one, under the same limits; of the first, everything before anything of the second. */
export function joinFound(first: FoundModels, second: FoundModels): FoundModels {
  const known = new Set(first.models.map(({ id }) => id));
  const all = [...first.models, ...second.models.filter(({ id }) => !known.has(id))];
  return { models: all.slice(0, most.models), isCut: first.isCut || second.isCut || all.length > most.models };
}

/** Headers of every page, or what makes them for one: a signature is of one address. */
type HeadersOf = Readonly<Record<string, string>> | ((url: string) => Promise<Readonly<Record<string, string>>>);

/** Gets JSON. Fails with `AskFault` or `AnswerFault`. */
export async function getJson(
  { fetch }: Pick<Asking, 'fetch'>,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers }, signal });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AskFault('shape', 'it sent something that is no JSON', { cause });
  }
}

function readPage(body: unknown, read: (body: unknown) => ListPage): ListPage {
  try {
    return read(body);
  } catch (cause) {
    // Some say that something is wrong with status 200.
    if (typeof body === 'object' && body !== null && 'error' in body) throw new AnswerFault(200, readSaid(body), null);
    throw new AskFault('shape', 'it sent something that is no list of models', { cause });
  }
}

/** Only ids that a person could have typed; a name is shown and therefore one short line. */
function tidy(model: ListedModel | null): ListedModel | null {
  if (model === null) return null;
  const id = model.id.trim();
  if (id === '' || id.length > longest.id || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(id)) return null;
  const name = model.name
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longest.name);
  const { contextSize: size } = model;
  const contextSize = size !== null && Number.isSafeInteger(size) && size > 0 ? size : null;
  return { ...model, id, name: name === '' ? id : name, contextSize };
}
