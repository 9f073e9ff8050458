import { describe, expect, it } from 'vitest';
import type { ActivityNote } from '../src-shared/activity.ts';
import type { Caller } from '../src-shared/define.ts';
import { Fault } from '../src-shared/errors.ts';
import type { Actor } from '../src-shared/roles.ts';
import type { Rule } from '../src-shared/rule.ts';
import type { WantedCall } from './access/index.ts';
import { createGate } from './gate.ts';

const window: Caller = { kind: 'window', windowId: 4 };
const ben: Actor = { id: 'ben', name: 'Ben', role: 'Standard', mayAll: false };

interface Named {
  readonly id: string;
}

const rules: Record<string, Rule> = {
  'a.free': { need: 'read', what: null, records: null },
  'a.made': {
    need: 'manage',
    what: 'user.create',
    records: { subject: (input) => (input as Named).id, detail: () => 'files only' },
  },
  'a.own': {
    need: { self: (input) => (input as Named).id },
    what: 'passphrase.set',
    records: { subject: () => null },
  },
  'a.report': {
    need: 'switch',
    what: 'switch',
    records: {
      subject: (input, answer) => (answer === undefined ? (input as Named).id : 'by the answer'),
      ending: () => ({ result: 'undone', code: 'docker/never-healthy' }),
    },
  },
  'a.quiet': { need: 'manage', what: 'migration.plan', records: null },
  'a.broken': {
    need: 'read',
    what: 'switch',
    records: {
      subject() {
        throw new Error('no such thing');
      },
    },
  },
};

function setUp(refusal: unknown = null) {
  const notes: ActivityNote[] = [];
  const wanted: WantedCall[] = [];
  const errors: string[] = [];
  let tick = 0;
  const gate = createGate({
    rules,
    access: {
      async judge(call) {
        wanted.push(call);
        return { actor: ben, refusal, isKnown: (id) => id === 'dana' };
      },
    },
    activity: { note: (note) => void notes.push(note) },
    clock: {
      now: () => new Date(),
      tick() {
        tick += 5;
        return tick;
      },
    },
    log: { info: () => undefined, warn: () => undefined, error: (text) => void errors.push(text) },
  });
  const pass = async (name: string, work: () => unknown) => gate(name)?.({ id: 'dana' }, window, work);
  return { gate, pass, notes, wanted, errors };
}

const failing = (code: Fault['code']) => () => {
  throw new Fault(code, 'no');
};

describe('the gate', () => {
  it('is no gate for what is free, and none can be had for what has no rule', () => {
    const { gate } = setUp();
    expect(gate('a.free')).toBeNull();
    for (const name of ['a.forgotten', 'toString', '__proto__']) expect(() => gate(name), name).toThrow(/no rule/);
  });

  it('asks with what the rule says, and hands on the answer', async () => {
    const { pass, wanted } = setUp();
    expect(await pass('a.own', () => 'done')).toBe('done');
    await pass('a.made', () => 'done');
    const need = rules['a.own']?.need;
    expect(wanted).toMatchObject([
      { caller: window, need, concerned: 'dana' },
      { caller: window, need: 'manage', concerned: null },
    ]);
    expect(wanted.map(({ act }) => act())).toEqual(['set the passphrase of a user', 'add dana']);
  });

  it('does not do what is refused, and writes it down', async () => {
    const { pass, notes } = setUp(new Fault('access/not-allowed', 'no'));
    let done = false;
    const attempt = pass('a.made', () => {
      done = true;
    });
    await expect(attempt).rejects.toMatchObject({ code: 'access/not-allowed' });
    expect(done).toBe(false);
    expect(notes).toEqual([
      {
        ...{ what: 'user.create', who: 'ben', via: 'window', ms: 5, detail: 'files only' },
        ...{ subject: 'dana', result: 'refused', code: 'access/not-allowed' },
      },
    ]);
  });

  it('writes down how a call ended: well, as its report says, refused or failed', async () => {
    const { pass, notes } = setUp();
    await pass('a.made', () => 'done');
    await pass('a.report', () => ({ success: false }));
    for (const code of ['switching/busy', 'access/passphrase-wrong', 'home/unwritable'] as const) {
      await expect(pass('a.made', failing(code))).rejects.toThrow();
    }
    await expect(
      pass('a.made', () => {
        throw new TypeError('odd');
      }),
    ).rejects.toThrow('odd');
    expect(notes.map(({ result, code, subject }) => [result, code, subject])).toEqual([
      ['ok', null, 'dana'],
      ['undone', 'docker/never-healthy', 'by the answer'],
      ['refused', 'switching/busy', 'dana'],
      ['refused', 'access/passphrase-wrong', 'dana'],
      ['failed', 'home/unwritable', 'dana'],
      ['failed', 'internal', 'dana'],
    ]);
  });

  it('writes nothing where a passphrase is still to be asked for, nor where the rule keeps nothing', async () => {
    const { pass, notes } = setUp();
    await expect(pass('a.made', failing('access/passphrase-needed'))).rejects.toThrow();
    await pass('a.quiet', () => null);
    expect(notes).toEqual([]);
  });

  it('keeps no id that did not get through and that nobody has: it may be anything that was typed', async () => {
    const { gate, notes } = setUp();
    for (const id of ['dana', 'my secret']) {
      await expect(gate('a.made')?.({ id }, window, failing('users/unknown'))).rejects.toThrow();
      await gate('a.made')?.({ id }, window, () => 'done');
    }
    expect(notes.map(({ subject }) => subject)).toEqual(['dana', 'dana', null, 'my secret']);
  });

  it('does what is asked also where nothing sensible can be written down of it', async () => {
    const { pass, notes, errors } = setUp();
    expect(await pass('a.broken', () => 'done')).toBe('done');
    await expect(pass('a.broken', failing('home/unwritable'))).rejects.toMatchObject({ code: 'home/unwritable' });
    expect([notes.length, errors.length]).toEqual([0, 2]);
  });
});
