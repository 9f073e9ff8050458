import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Caller, call, event, none } from '../src-shared/define.ts';
import { Fault } from '../src-shared/errors.ts';
import { connect, createDispatch, whenOpen } from './dispatch.ts';
import { createEmitter } from './lib/emitter.ts';

const contract = {
  sums: {
    add: call(z.object({ a: z.number(), b: z.number() })).returns<number>(),
    fail: call(none).returns<null>(),
    crash: call(none).returns<null>(),
    who: call(none).returns<Caller>(),
    onDone: event<number>(),
  },
};
const caller = { kind: 'window', windowId: 4 } as const;
const add = 'persag:sums.add';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function setUp() {
  const done = createEmitter<number>(() => undefined);
  const logged: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void logged.push(message) };
  const features = {
    sums: {
      add({ a, b }: { a: number; b: number }) {
        done.emit(a + b);
        return a + b;
      },
      fail(): never {
        throw new Fault('users/unknown', 'no such user', { details: ['more'] });
      },
      crash(): never {
        throw new TypeError('not expected');
      },
      who: (_input: undefined, asking: Caller) => asking,
      onDone: done.on,
    },
  };
  const table = createDispatch(contract, features, { log, gate: () => null });
  return { api: connect(contract, features, table, caller), table, logged };
}

describe('dispatch', () => {
  it('derives the channels and answers with the value', async () => {
    const { api, table } = setUp();
    expect([...table.keys()]).toContain('persag:sums.add');
    expect(await api.sums.add({ a: 1, b: 2 })).toEqual({ ok: true, value: 3 });
  });

  it('refuses input of the wrong shape and names the field', async () => {
    const { table } = setUp();
    const answer = await table.get('persag:sums.add')?.({ a: 1, b: '2' }, caller);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'input/invalid', message: expect.stringContaining('b') },
    });
  });

  it('turns a fault into plain data with its hint and details', async () => {
    const answer = await setUp().api.sums.fail();
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'users/unknown', message: 'no such user', details: ['more'] },
    });
    expect(structuredClone(answer)).toEqual(answer);
  });

  it('turns anything else into an incident that is logged under the number shown', async () => {
    const { api, logged } = setUp();
    const answer = await api.sums.crash();
    if (answer.ok) throw new Error('should have failed');
    expect(answer.error.code).toBe('internal');
    expect(logged[0]).toBe(answer.error.details?.[0]);
  });

  it('hands the caller to the feature and events to the listener', async () => {
    const { api } = setUp();
    expect(await api.sums.who()).toEqual({ ok: true, value: caller });
    const heard: number[] = [];
    const off = api.sums.onDone((value) => heard.push(value));
    await api.sums.add({ a: 1, b: 1 });
    off();
    await api.sums.add({ a: 5, b: 5 });
    expect(heard).toEqual([2]);
  });

  it('lets calls wait for the opening, and answers with its failure where there was one', async () => {
    const { table } = setUp();
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const answer = whenOpen(table, { open: () => opened, always: [], log }).table.get(add)?.({ a: 1, b: 2 }, caller);
    open();
    expect(await answer).toEqual({ ok: true, value: 3 });
  });

  it('tells why the app could not be opened, and tries again when asked again', async () => {
    const { table } = setUp();
    let attempts = 0;
    const open = async () => {
      attempts += 1;
      if (attempts === 1) throw new Fault('home/unwritable', 'no');
    };
    const waiting = whenOpen(table, { open, always: [], log });
    const ask = () => waiting.table.get(add)?.({ a: 1, b: 2 }, caller);
    const refused = { ok: false, error: { code: 'home/unwritable' } };
    expect(await Promise.all([ask(), ask()])).toMatchObject([refused, refused]);
    expect(attempts).toBe(1);
    expect(await Promise.all([ask(), ask()])).toEqual(Array(2).fill({ ok: true, value: 3 }));
    expect(attempts).toBe(2);
    await waiting.opened;
  });

  it('answers at once where no open app is needed', async () => {
    const { table } = setUp();
    const open = () => new Promise<void>(() => undefined);
    const waiting = whenOpen(table, { open, always: [add], log });
    expect(await waiting.table.get(add)?.({ a: 1, b: 2 }, caller)).toEqual({ ok: true, value: 3 });
  });
});
