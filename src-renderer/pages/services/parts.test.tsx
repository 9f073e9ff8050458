import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { kindOf, type LogBatch } from '../../../src-shared/logs.ts';
import type { StatsSample } from '../../../src-shared/stats.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const open = async (part: string, prepare: (fake: ReturnType<typeof createFakeApi>) => void = () => undefined) => {
  const fake = createFakeApi();
  prepare(fake);
  window = await openTestWindow({}, fake, `#services/${part}`);
  return fake;
};

function batch(texts: readonly string[], changes: Partial<LogBatch> = {}): LogBatch {
  return {
    text: texts.join('\n'),
    times: Float64Array.from(texts, (_, index) => index),
    kinds: Uint8Array.from(texts, (text, index) => kindOf(index % 2, false, text.startsWith('ERROR') ? 4 : 2)),
    ...{ sources: { knowledge: { state: 'following' }, memory: { state: 'following' } }, marks: {} },
    ...changes,
  };
}
const settled = () => act(() => new Promise((resolve) => setTimeout(resolve, 20)));
const lines = () => [...document.querySelectorAll('.log-text')].map(({ textContent }) => textContent);
const count = () => document.querySelector('.logs-count')?.textContent;

describe('the logs', () => {
  it('show lines of both services as they come, and close their stream when the page is left', async () => {
    const fake = await open('logs');
    expect([...fake.streams.open]).toEqual(['logs 1']);
    expect(window.text()).toContain('Reading the logs');
    await act(async () => fake.streams.feed(batch(['INFO: one', 'ERROR: two'])));
    await settled();
    expect(lines()).toEqual(['INFO: one', 'ERROR: two']);
    expect(count()).toBe('2 lines');
    await window.follow('Users');
    expect([...fake.streams.open]).toEqual([]);
  });

  it('are not read while the window is hidden, and go on from where they were', async () => {
    const marks = { knowledge: { container: 'k1', time: '2026-11-25T17:00:00.000000001Z', count: 1 } };
    const fake = await open('logs');
    await act(async () => fake.streams.feed(batch(['INFO: one'], { marks })));
    await settled();
    const show = (state: string) =>
      act(async () => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    await show('hidden');
    expect([...fake.streams.open]).toEqual([]);
    await show('visible');
    await settled();
    expect([...fake.streams.open]).toEqual(['logs 2']);
    expect(fake.streams.opened.at(-1)).toMatchObject({ marks });
    await act(async () => fake.streams.feed(batch(['INFO: two'])));
    await settled();
    expect(lines()).toEqual(['INFO: one', 'INFO: two']);
  });

  it('are searched and narrowed to a level, and say what they leave out', async () => {
    const fake = await open('logs');
    await act(async () => fake.streams.feed(batch(['INFO: one', 'ERROR: two', 'INFO: three'])));
    await window.type('Search', 'T');
    await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(lines()).toEqual(['ERROR: two', 'INFO: three']);
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['t', 't']);
    expect(count()).toBe('2 of 3 lines');
    await window.choose('Level', 'error');
    await settled();
    expect(lines()).toEqual(['ERROR: two']);
    await window.type('Search', 'nothing like it');
    await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
    await window.click('Show all lines');
    await settled();
    expect(lines()).toHaveLength(3);
    expect(window.field('Search').value).toBe('');
  });

  it('take nothing in while paused', async () => {
    const fake = await open('logs');
    await act(async () => fake.streams.feed(batch(['INFO: one'])));
    await window.click('Pause');
    await act(async () => fake.streams.feed(batch(['INFO: already asked for'])));
    await act(async () => fake.streams.feed(batch(['INFO: two'])));
    await settled();
    expect(lines()).toHaveLength(2);
    await window.click('Go on');
    await settled();
    expect(lines()).toHaveLength(3);
  });

  it('are written into a file, as they are shown', async () => {
    const fake = await open('logs');
    await act(async () => fake.streams.feed(batch(['INFO: one', 'ERROR: two'])));
    await window.choose('Level', 'error');
    await settled();
    await window.click('Export');
    await settled();
    expect(fake.calls).toEqual([
      { name: 'logs.beginExport', input: undefined },
      { name: 'logs.writeExport', input: { text: '1970-01-01T00:00:00.001Z memory error ERROR: two\n' } },
      { name: 'logs.endExport', input: { keep: true } },
    ]);
    expect(window.text()).toContain('1 line exported, with secrets masked.');
  });

  it('take a file away that could not be written, and say why', async () => {
    const fake = await open('logs', (one) =>
      one.refusals.set('logs.writeExport', someError('logs/export-unwritable', 'No room.')),
    );
    await act(async () => fake.streams.feed(batch(['INFO: one'])));
    await settled();
    await window.click('Export');
    await settled();
    expect(fake.calls.at(-1)).toEqual({ name: 'logs.endExport', input: { keep: false } });
    expect(window.text()).toContain('No room.');
  });

  it('say of a service why its log does not come', async () => {
    const fake = await open('logs');
    const sources = {
      knowledge: { state: 'no-container' },
      memory: { state: 'unreachable', why: 'No socket.' },
    } as const;
    await act(async () => fake.streams.feed(batch([], { text: '', sources })));
    await settled();
    expect(window.text()).toContain('Knowledge has no container yet.');
    expect(window.text()).toContain('The log of Memory cannot be read: No socket.');
    expect(window.text()).toContain('Nothing has been logged yet.');
  });

  it('are walked through and chosen by keys', async () => {
    const fake = await open('logs');
    await act(async () => fake.streams.feed(batch(['a', 'b', 'c', 'd'])));
    await settled();
    const list = document.querySelector('[role=listbox]');
    const press = async (key: string, shiftKey = false, ctrlKey = false) => {
      await act(async () =>
        list?.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, ctrlKey, bubbles: true, cancelable: true })),
      );
      await settled();
    };
    const chosen = () =>
      [...document.querySelectorAll('[role=option][aria-selected=true] .log-text')].map((one) => one.textContent);
    await press('ArrowDown');
    await press('ArrowDown');
    expect(chosen()).toEqual(['b']);
    expect(document.getElementById(list?.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('b');
    await press('ArrowDown', true);
    expect(chosen()).toEqual(['b', 'c']);
    await press('Home');
    await press('End', true);
    expect(chosen()).toEqual(['a', 'b', 'c', 'd']);
    await press('Escape');
    expect(chosen()).toEqual([]);
    await press('a', false, true);
    expect(chosen()).toHaveLength(4);
  });
});

const sample = (second: number, changes: Partial<StatsSample> = {}): StatsSample => ({
  ...{ at: new Date(second * 1000).toISOString(), cpu: 12.5, processors: 2, memory: 5e8, memoryLimit: 4e9 },
  ...{ received: 1000, sent: 10, read: null, written: 0 },
  ...changes,
});

describe('the stats', () => {
  it('say the newest figures in words, draw the last minutes, and stop when the page is left', async () => {
    const fake = await open('stats');
    expect([...fake.streams.open]).toEqual(['stats 1']);
    const knowledge = { state: 'following', samples: [sample(1, { cpu: null }), sample(2), sample(3)] } as const;
    const memory = { state: 'not-running', samples: [] } as const;
    await act(async () => fake.streams.feedStats({ services: { knowledge, memory } }));
    await settled();
    for (const words of ['13 % of 200 %', '500 MB of 4.0 GB', 'in 1.0 KB/s', 'out 10 B/s', 'read not known']) {
      expect(window.text()).toContain(words);
    }
    expect(window.text()).toContain('Memory is not running.');
    const named = [...document.querySelectorAll('svg[role=img]')].map((one) => one.getAttribute('aria-label'));
    expect(named[0]).toBe('Knowledge, Processor: 13 % of 200 %; at most 13 % in the time shown.');
    expect(document.querySelector('.chart-line-0')?.getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
    await window.follow('Users');
    expect([...fake.streams.open]).toEqual([]);
  });
});

const environment = {
  ...{ container: 'lightrag_pagent', why: null, filesError: null },
  rows: [
    {
      ...{ name: 'LLM_MODEL', verdict: 'differs', isSecret: false },
      ...{ container: { value: 'old', isEmpty: false }, file: { value: 'new', isEmpty: false } },
    },
    {
      ...{ name: 'OPENAI_API_KEY', verdict: 'same', isSecret: true },
      ...{ container: { value: null, isEmpty: false }, file: { value: null, isEmpty: false } },
    },
  ],
};

describe('the environment', () => {
  it('shows what differs, and a secret only when it is asked for', async () => {
    const fake = await open('environment', (one) => one.answers.set('inspection.environment', environment));
    await settled();
    expect(window.text()).toContain('1 variable of lightrag_pagent is not as the files say');
    expect(window.text()).not.toContain('revealed');
    await window.click('Show OPENAI_API_KEY in the container');
    await settled();
    expect(window.text().split('revealed')).toHaveLength(2);
    expect(fake.calls.filter(({ name }) => name === 'inspection.reveal')).toEqual([
      {
        name: 'inspection.reveal',
        input: { service: 'knowledge', name: 'OPENAI_API_KEY', where: 'container' },
      },
    ]);
    await window.click('Hide OPENAI_API_KEY in the container');
    expect(window.text()).not.toContain('revealed');
  });
});

describe('the mounts', () => {
  const row = { source: '/data/agno/paula/rag_storage', target: '/app/data', type: 'bind' };
  const mounts = {
    ...{ container: 'lightrag_pagent', why: null },
    rows: [{ ...row, ...{ readOnly: false, owner: 'paula', kind: 'folder', where: 'both' } }],
  };

  it('say whose a folder is, and measure and open it when asked', async () => {
    const fake = await open('mounts', (one) => one.answers.set('inspection.mounts', mounts));
    await settled();
    expect(window.text()).toContain('Paula, current user');
    await window.click('Measure /data/agno/paula/rag_storage');
    await settled();
    expect(window.text()).toContain('4.1 KB, 2 files');
    await window.click('Open /data/agno/paula/rag_storage');
    expect(fake.calls.at(-1)).toEqual({
      name: 'inspection.openMount',
      input: { service: 'knowledge', target: '/app/data', where: 'container' },
    });
  });
});

describe('the description', () => {
  it('is searched', async () => {
    const json = JSON.stringify({ Id: 'k1', Image: 'lightrag', Name: 'lightrag_pagent' }, null, 2);
    await open('inspect', (one) => one.answers.set('inspection.describe', { container: 'lightrag_pagent', json }));
    await settled();
    expect(document.querySelector('pre')?.textContent).toContain('"Id": "k1"');
    await window.type('Search in the description', 'LIGHTRAG');
    expect(document.querySelectorAll('pre mark')).toHaveLength(2);
    expect(window.text()).toContain('2 lines found');
  });
});
