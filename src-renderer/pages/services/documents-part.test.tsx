import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeApi, type FakeApi } from '../../testing/fake-api.ts';
import { someLightRag, someLightRagState, somePipeline } from '../../testing/lightrag-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

const open = (lightrag = someLightRagState(), hash = '#services/documents') =>
  openTestWindow({}, createFakeApi({ lightrag }), hash);
const one = (change: Parameters<typeof someLightRag>[1]) =>
  someLightRagState({ services: [someLightRag('knowledge', change), someLightRag('memory')] });

describe('the documents of both services', () => {
  it('are counted by state, in the order in which a document goes through them', async () => {
    window = await open(one({ documents: { all: 9, byStatus: { failed: 1, processed: 5, unheard: 1, pending: 2 } } }));
    const counts = document.querySelector('[aria-label="Documents of Knowledge"]');
    const words = [...(counts?.querySelectorAll('div') ?? [])].map((row) => row.textContent);
    expect(words).toEqual(['documents9', 'pending2', 'processed5', 'failed1', 'unheard1']);
  });

  it('show what the pipeline works at, how far it is, and what keeps it from working', async () => {
    const pipeline = somePipeline({ busy: true, job: 'indexing files', batch: 2, batches: 5, documents: 40 });
    window = await open(one({ pipeline }));
    expect(window.text()).toContain('At work: indexing files (2 of 5), 40 documents');
    expect(document.querySelector('progress')?.value).toBe(2);
    await window.tell('lightrag', one({ pipeline: somePipeline({ blocked: 'A document is broken.' }) }));
    expect(window.text()).toContain('A document is broken.');
  });

  it('of a server that wants a key are let in by one that is entered, of which nothing stays in the page', async () => {
    window = await open(
      one({ state: 'needs-key', problem: 'Knowledge wants an API key.', documents: null, pipeline: null }),
    );
    expect(window.text()).toContain('LIGHTRAG_API_KEY');
    expect(window.text()).toContain('kept in memory only');
    await window.type('API key of Knowledge', 'secret');
    await window.submit('API key of Knowledge');
    expect(window.fake.calls).toEqual([
      { name: 'lightrag.enter', input: { kind: 'key', service: 'knowledge', key: 'secret' } },
    ]);
    expect(document.body.innerHTML).not.toContain('secret');
  });

  it('of a server that wants a login are let in by name and password, and asked again only when told to', async () => {
    window = await open(one({ state: 'needs-login', problem: 'Knowledge wants a login.', documents: null }));
    await window.type('Name at Knowledge', 'paula');
    await window.type('Password at Knowledge', 'pass');
    await window.click('Use for Knowledge');
    await window.click('Ask Knowledge again');
    expect(window.fake.calls).toEqual([
      { name: 'lightrag.enter', input: { kind: 'login', service: 'knowledge', name: 'paula', password: 'pass' } },
      { name: 'lightrag.look', input: { again: true } },
    ]);
  });

  it('say how the app is let in, and forget what was entered', async () => {
    const access = { from: 'entered', kind: 'key', envFile: '/x/env.server', lasting: false, trouble: null } as const;
    window = await open(one({ access }));
    expect(window.text()).toContain('until it is closed');
    await window.click('Forget it');
    expect(window.fake.calls).toEqual([{ name: 'lightrag.forget', input: { service: 'knowledge' } }]);
  });

  it('say why what was entered before cannot be read, and that a new one is kept', async () => {
    const trouble = { code: 'secrets/unavailable', message: 'The keyring is locked.', hint: 'Unlock it.' } as const;
    const access = { from: 'nothing', kind: null, envFile: '/x/env.server', lasting: true, trouble } as const;
    window = await open(one({ state: 'needs-key', problem: 'Knowledge wants an API key.', documents: null, access }));
    expect(window.text()).toContain('The keyring is locked. Unlock it.');
    expect(window.text()).not.toContain('kept in memory only');
  });

  it('of a silent server are not made up', async () => {
    window = await open(one({ state: 'silent', problem: 'It does not run.', documents: null, pipeline: null }));
    expect(window.text()).toContain('It does not run.');
    expect(document.querySelector('[aria-label="Documents of Knowledge"]')).toBeNull();
  });
});

describe('the servers', () => {
  let fake: FakeApi;
  let looks = 0;
  beforeEach(() => {
    vi.useFakeTimers();
    looks = 0;
    fake = createFakeApi();
    const look = fake.api.lightrag.look;
    Object.assign(fake.api.lightrag, {
      look(input: { again?: boolean }) {
        looks += 1;
        return look(input);
      },
    });
  });
  const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

  it('are asked again and again while somebody looks, and not when nobody does', async () => {
    window = await openTestWindow({}, fake, '#services');
    await pass(20);
    expect(looks).toBe(6);
    await window.follow('Users');
    looks = 0;
    await pass(20);
    expect(looks).toBe(0);
  });

  it('are left alone while the window is hidden', async () => {
    window = await openTestWindow({}, fake, '#services');
    await pass(1);
    const before = looks;
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await pass(20);
    expect(looks).toBe(before);
    vi.mocked(vi.spyOn(document, 'visibilityState', 'get')).mockReturnValue('visible');
    await pass(8);
    expect(looks).toBeGreaterThan(before);
    vi.restoreAllMocks();
  });

  it('have their documents beside their other facts', async () => {
    window = await openTestWindow({}, fake, '#overview');
    await pass(1);
    expect(document.querySelector('#service-knowledge')?.parentElement?.textContent).toContain('3 documents');
  });
});
