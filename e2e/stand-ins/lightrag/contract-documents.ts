import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { waitFor } from '../wait-for.ts';
import { assertFields, type ContractCheck, call, good, isObject } from './contract-call.ts';

const limit = 60_000;

/** Checks of inserting, listing, asking and deleting; each works with documents of its own. */
export const documentChecks: readonly ContractCheck[] = [
  {
    name: 'a text is inserted, processed, listed and deleted',
    async run(url) {
      const source = newSource();
      const answer = await good(url, 'POST', '/documents/text', { text: textOf(source), file_source: source });
      assert.equal(answer.status, 'success');
      assertFields(answer, { message: 'string', track_id: 'string' });
      const document = await processed(url, source);
      assertFields(document, { id: 'string', content_summary: 'string', content_length: 'number', track_id: 'string' });
      assertFields(document, { created_at: 'string', updated_at: 'string', chunks_count: 'number' });
      await remove(url, source);
    },
  },
  {
    name: 'several texts are inserted at once',
    async run(url) {
      const sources = [newSource(), newSource()];
      const body = { texts: sources.map(textOf), file_sources: sources };
      assert.equal((await good(url, 'POST', '/documents/texts', body)).status, 'success');
      for (const source of sources) await processed(url, source);
      for (const source of sources) await remove(url, source);
    },
  },
  {
    name: 'a file is uploaded under its name',
    async run(url) {
      const source = newSource();
      const form = new FormData();
      form.set('file', new Blob([textOf(source)], { type: 'text/plain' }), source);
      assert.equal((await good(url, 'POST', '/documents/upload', form)).status, 'success');
      await processed(url, source);
      await remove(url, source);
    },
  },
  {
    name: 'a second text of one source is refused or called a duplicate',
    async run(url) {
      const source = newSource();
      const body = { text: textOf(source), file_source: source };
      await good(url, 'POST', '/documents/text', body);
      await processed(url, source);
      const again = await call(url, 'POST', '/documents/text', body);
      if (again.status === 200) assert.equal(again.body.status, 'duplicated');
      else assert.equal(again.status, 409);
      await remove(url, source);
    },
  },
  {
    name: 'a question gets an answer and the sources it rests on',
    async run(url) {
      const source = newSource();
      await good(url, 'POST', '/documents/text', { text: textOf(source), file_source: source });
      await processed(url, source);
      const answer = await good(url, 'POST', '/query', { query: `What is kept in ${source}?`, mode: 'naive' });
      assertFields(answer, { response: 'string' });
      const references = answer.references ?? [];
      assert.ok(Array.isArray(references));
      for (const reference of references) assertFields(reference, { reference_id: 'string', file_path: 'string' });
      await remove(url, source);
    },
  },
];

function newSource(): string {
  return `contract-${randomUUID()}.txt`;
}

function textOf(source: string): string {
  return `The file ${source} keeps the recipe of a lemon cake. It was written in Lisbon.`;
}

async function find(url: string, source: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { documents } = await good(url, 'POST', '/documents/paginated', { page: 1, page_size: 200 });
  assert.ok(Array.isArray(documents));
  return documents.find((document: unknown) => isObject(document) && document.file_path === source);
}

/** Processing goes on after the answer. */
function processed(url: string, source: string): Promise<Readonly<Record<string, unknown>>> {
  return waitFor(`${source} to be processed`, limit, async () => {
    const document = await find(url, source);
    assert.notEqual(document?.status, 'failed', JSON.stringify(document));
    return document?.status === 'processed' ? document : undefined;
  });
}

/** A busy server says so and wants to be asked again; deletion goes on after the answer too. */
async function remove(url: string, source: string): Promise<void> {
  const document = await find(url, source);
  await waitFor(`the deletion of ${source} to start`, limit, async () => {
    const body = { doc_ids: [document?.id], delete_file: true };
    const { status } = await good(url, 'DELETE', '/documents/delete_document', body);
    assert.ok(status === 'deletion_started' || status === 'busy', String(status));
    return status === 'deletion_started';
  });
  await waitFor(`${source} to be gone`, limit, async () => (await find(url, source)) === undefined);
  // The document goes a moment before the job ends, and until then nothing can be inserted.
  await waitFor('the deletion to end', limit, async () => {
    return (await good(url, 'GET', '/documents/pipeline_status')).busy === false;
  });
}
