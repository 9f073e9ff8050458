import assert from 'node:assert/strict';
import { assertFields, type ContractCheck, call, good, isObject } from './contract-call.ts';
import { documentChecks } from './contract-documents.ts';

/**
 * What the app relies on of a LightRAG server (health, pages, documents, questions), as checks that hold for the
 * stand-in and for the real server alike; the wire format is that of lightrag-hku 1.5.7.
 */
export const contractChecks: readonly ContractCheck[] = [
  {
    name: '/health says that it lives and how it is set up',
    async run(url) {
      const health = await good(url, 'GET', '/health');
      assert.equal(health.status, 'healthy');
      assertFields(health, { core_version: 'string', api_version: 'string', auth_mode: 'string' });
      assertFields(health, { working_directory: 'string', input_directory: 'string', pipeline_busy: 'boolean' });
      assertFields(health, { webui_available: 'boolean' });
      // Null unless the environment names them.
      for (const name of ['webui_title', 'webui_description'])
        assert.ok(health[name] === null || typeof health[name] === 'string');
      const models = { llm_binding: 'string', llm_binding_host: 'string', llm_model: 'string' } as const;
      assertFields(health.configuration, models);
      const embeddings = { embedding_binding: 'string', embedding_binding_host: 'string', embedding_model: 'string' };
      assertFields(health.configuration, embeddings as Record<string, 'string'>);
    },
  },
  {
    name: '/auth-status says whether a login is needed',
    async run(url) {
      const answer = await good(url, 'GET', '/auth-status');
      assertFields(answer, { auth_configured: 'boolean', auth_mode: 'string', core_version: 'string' });
    },
  },
  {
    name: 'there are pages for people at /, /webui and /docs',
    async run(url) {
      for (const path of ['/', '/webui', '/docs']) {
        const response = await fetch(url + path, { signal: AbortSignal.timeout(30_000) });
        assert.equal(response.status, 200, path);
        assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
        assert.match(await response.text(), /<!doctype html>/i);
      }
    },
  },
  {
    name: '/openapi.json lists the calls',
    async run(url) {
      const { paths } = await good(url, 'GET', '/openapi.json');
      assert.ok(isObject(paths));
      for (const path of ['/health', '/documents/text', '/documents/paginated', '/query'])
        assert.ok(path in paths, path);
    },
  },
  {
    name: 'what is asked wrongly is refused with a reason',
    async run(url) {
      const refused = async (expected: readonly number[], method: string, path: string, body?: unknown) => {
        const answer = await call(url, method, path, body);
        assert.ok(expected.includes(answer.status), `${method} ${path} ${JSON.stringify(body)}: ${answer.status}`);
        assert.ok('detail' in answer.body);
      };
      await refused([404], 'GET', '/no-such-path');
      await refused([405], 'GET', '/query');
      await refused([422], 'POST', '/query', 'not JSON');
      await refused([400, 422], 'POST', '/query', { query: 'x' });
      await refused([422], 'POST', '/documents/text', { text: '', file_source: 'empty.txt' });
      // Versions differ in the status only: no source to go by.
      await refused([400, 422], 'POST', '/documents/text', { text: 'A text.', file_source: null });
      await refused([422], 'POST', '/documents/paginated', { page: 1, page_size: 5 });
      await refused([422], 'DELETE', '/documents/delete_document', { doc_ids: [] });
    },
  },
  {
    name: 'documents are listed by page, with how many there are of each status',
    async run(url) {
      const page = await good(url, 'POST', '/documents/paginated', { page: 1, page_size: 10 });
      assert.ok(Array.isArray(page.documents));
      const numbers = { page: 'number', page_size: 'number', total_count: 'number', total_pages: 'number' } as const;
      assertFields(page.pagination, { ...numbers, has_next: 'boolean', has_prev: 'boolean' });
      assertFields(page, { status_counts: 'object' });
    },
  },
  {
    name: '/documents/pipeline_status says what is being done',
    async run(url) {
      const pipeline = await good(url, 'GET', '/documents/pipeline_status');
      assertFields(pipeline, { busy: 'boolean', job_name: 'string', docs: 'number', latest_message: 'string' });
      assert.ok(Array.isArray(pipeline.history_messages));
    },
  },
  ...documentChecks,
];

/**
 * Runs all checks against the server at `url` (no slash at the end), one after another.
 * @returns the names of the checks
 * @throws AggregateError with an Error for each check that fails, named after it
 */
export async function checkContract(url: string): Promise<string[]> {
  const failures: Error[] = [];
  for (const { name, run } of contractChecks) {
    try {
      await run(url);
    } catch (cause) {
      failures.push(new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map((failure) => failure.message).join('\n'));
  return contractChecks.map(({ name }) => name);
}
