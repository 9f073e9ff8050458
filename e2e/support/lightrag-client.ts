import { waitFor } from '../stand-ins/wait-for.ts';

/** Talks to one of the two services as the Python agent does. */
export interface LightRagClient {
  /** What /health says; fails where it does not answer. */
  health(): Promise<Record<string, unknown>>;
  /** Gives it a document and waits until it is processed. */
  insert(text: string, source: string): Promise<void>;
  /** Its answer to a question, and the documents it names. */
  ask(question: string): Promise<{ readonly response: string; readonly sources: readonly string[] }>;
  /** Names of all documents. */
  documents(): Promise<readonly string[]>;
}

interface Page {
  readonly documents: readonly { readonly file_path: string; readonly status: string }[];
}

/** A client of the service at this port of 127.0.0.1. */
export function lightRagAt(port: number): LightRagClient {
  const url = `http://127.0.0.1:${port}`;
  const page = () => json<Page>(`${url}/documents/paginated`, { page: 1, page_size: 200 });
  return {
    health: () => json(`${url}/health`),
    async insert(text, source) {
      await json(`${url}/documents/text`, { text, file_source: source });
      await waitFor(`${source} to be processed`, 15_000, async () =>
        (await page()).documents.some(({ file_path, status }) => file_path === source && status === 'processed'),
      );
    },
    async ask(question) {
      const body = { query: question, mode: 'mix', include_references: true };
      const { response, references } = await json<{
        response: string;
        references: readonly { readonly file_path: string }[] | null;
      }>(`${url}/query`, body);
      return { response, sources: (references ?? []).map(({ file_path }) => file_path) };
    },
    documents: async () => (await page()).documents.map(({ file_path }) => file_path),
  };
}

async function json<T>(url: string, body?: object): Promise<T> {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(url, { ...(body === undefined ? {} : post), signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
