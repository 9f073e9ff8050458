import { describe, expect, it } from 'vitest';
import { runTransaction, type TransactionProgress, type TransactionStep } from './transaction.ts';

type Name = 'one' | 'two' | 'three' | 'last';

/** Steps that write down what happens; the named one fails. */
function steps(events: string[], failing: string | null): TransactionStep<Name>[] {
  const step = (name: Name, pastCommit: boolean): TransactionStep<Name> => ({
    name,
    pastCommit,
    async run() {
      events.push(`run ${name}`);
      if (failing === name) throw new Error(`${name} failed`);
    },
    async undo() {
      events.push(`undo ${name}`);
      if (failing === `undo ${name}`) throw new Error(`undo of ${name} failed`);
    },
  });
  return [step('one', false), step('two', false), step('three', false), step('last', true)];
}

async function run(list: TransactionStep<Name>[], signal = new AbortController().signal) {
  const told: string[] = [];
  let time = 0;
  const outcome = await runTransaction(list, {
    signal,
    tick: () => {
      time += 10;
      return time;
    },
    onProgress: ({ name, state }: TransactionProgress<Name>) => told.push(`${name} ${state}`),
  });
  return { outcome, told };
}

describe('transaction', () => {
  it('runs all steps in their order and tells of each', async () => {
    const events: string[] = [];
    const { outcome, told } = await run(steps(events, null));
    expect(outcome.ok).toBe(true);
    expect(events).toEqual(['run one', 'run two', 'run three', 'run last']);
    expect(told.filter((line) => line.endsWith('done'))).toHaveLength(4);
  });

  for (const [failing, expected] of [
    ['one', ['run one', 'undo one']],
    ['two', ['run one', 'run two', 'undo two', 'undo one']],
    ['three', ['run one', 'run two', 'run three', 'undo three', 'undo two', 'undo one']],
  ] as const) {
    it(`takes everything back, last first, when ${failing} fails`, async () => {
      const events: string[] = [];
      const { outcome, told } = await run(steps(events, failing));
      expect(outcome).toMatchObject({ ok: false, cause: { message: `${failing} failed` }, leftovers: [] });
      expect(events).toEqual(expected);
      expect(told).toContain(`${failing} failed`);
    });
  }

  it('goes on taking back when one undo fails, and reports it', async () => {
    const events: string[] = [];
    const list = steps(events, 'undo two');
    const third = list[2];
    if (third === undefined) throw new Error('no third step');
    list[2] = { ...third, run: () => Promise.reject(new Error('three failed')) };
    const { outcome } = await run(list);
    expect(outcome.leftovers).toHaveLength(1);
    expect(events).toEqual(['run one', 'run two', 'undo three', 'undo two', 'undo one']);
  });

  it('takes back what was done when aborted between two steps', async () => {
    const events: string[] = [];
    const abort = new AbortController();
    const list = steps(events, null);
    const [first] = list;
    if (first === undefined) throw new Error('no first step');
    list[0] = {
      ...first,
      async run() {
        abort.abort();
      },
    };
    const { outcome } = await run(list, abort.signal);
    expect(outcome.ok).toBe(false);
    expect(events).toEqual(['undo two', 'undo one']);
  });

  it('takes everything back when aborted in the last step before the commit, which ended well', async () => {
    const events: string[] = [];
    const abort = new AbortController();
    const list = steps(events, null).map((step) => ({
      ...step,
      async run() {
        if (step.name === 'three') abort.abort(new Error('cancelled'));
      },
    }));
    const { outcome, told } = await run(list, abort.signal);
    expect(outcome).toMatchObject({ ok: false, cause: { message: 'cancelled' }, leftovers: [] });
    expect(events).toEqual(['undo three', 'undo two', 'undo one']);
    expect(told).not.toContain('last running');
    const withoutCommit = list.map((step) => ({ ...step, skip: step.name === 'last' }));
    expect((await run(withoutCommit, abort.signal)).outcome.ok).toBe(false);
  });

  it('makes a failure past the commit a leftover, not an undo', async () => {
    const events: string[] = [];
    const { outcome } = await run(steps(events, 'last'));
    expect(outcome.ok).toBe(true);
    expect(outcome.leftovers).toHaveLength(1);
    expect(events.some((event) => event.startsWith('undo'))).toBe(false);
  });

  it('does not run a skipped step', async () => {
    const events: string[] = [];
    const list = steps(events, null).map((step) => ({ ...step, skip: step.name === 'two' }));
    const { told } = await run(list);
    expect(events).not.toContain('run two');
    expect(told).toContain('two skipped');
  });
});
