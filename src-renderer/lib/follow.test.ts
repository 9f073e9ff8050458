import { describe, expect, it } from 'vitest';
import type { Result } from '../../src-shared/errors.ts';
import { settled } from '../testing/settled.ts';
import { follow } from './follow.ts';

/** A source whose news and answer are told by hand. */
function byHand() {
  const seen: unknown[] = [];
  const order: string[] = [];
  let listener: ((value: number) => void) | null = null;
  let answer: (result: Result<number>) => void = () => undefined;
  let breakWire: (cause: unknown) => void = () => undefined;
  const end = follow<number>(
    {
      listen(heard) {
        order.push('listen');
        listener = heard;
        return () => {
          listener = null;
        };
      },
      ask() {
        order.push('ask');
        return new Promise((resolve, reject) => {
          answer = resolve;
          breakWire = reject;
        });
      },
    },
    (value) => seen.push(value),
    (error) => seen.push(error.code),
  );
  return {
    seen,
    order,
    end,
    news: (value: number) => listener?.(value),
    isHeard: () => listener !== null,
    async settle(act: 'answer' | 'refuse' | 'break', value = 0) {
      if (act === 'answer') answer({ ok: true, value });
      else if (act === 'refuse') answer({ ok: false, error: { code: 'home/unwritable', message: '', hint: '' } });
      else breakWire(new Error('no handler'));
      await settled();
    },
  };
}

describe('follow', () => {
  it('listens before it asks, so that nothing is missed in between', () => {
    expect(byHand().order).toEqual(['listen', 'ask']);
  });

  it('takes the answer, then news', async () => {
    const source = byHand();
    await source.settle('answer', 1);
    source.news(2);
    expect(source.seen).toEqual([1, 2]);
  });

  it('ignores an answer that news came before: it may be the older of both', async () => {
    const source = byHand();
    source.news(2);
    await source.settle('answer', 1);
    expect(source.seen).toEqual([2]);
  });

  it('ignores a refusal that news came before', async () => {
    const source = byHand();
    source.news(2);
    await source.settle('refuse');
    expect(source.seen).toEqual([2]);
  });

  it('tells a refusal, and a broken wire as plain data', async () => {
    const refused = byHand();
    await refused.settle('refuse');
    const broken = byHand();
    await broken.settle('break');
    expect([refused.seen, broken.seen]).toEqual([['home/unwritable'], ['internal']]);
  });

  it('is silent after its end, also for an answer on the way', async () => {
    const source = byHand();
    source.end();
    await source.settle('answer', 1);
    expect(source.isHeard()).toBe(false);
    expect(source.seen).toEqual([]);
  });
});
