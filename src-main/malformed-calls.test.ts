import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { channelOf } from '../src-shared/channel.ts';
import { contract } from '../src-shared/contract.ts';
import type { Call, Caller, Contract } from '../src-shared/define.ts';
import { treeState } from './lib/testing/tree-state.ts';
import { type Household, openHousehold, usualPeople } from './testing/open-household.ts';

/** Of all calls together (quality X4). */
const least = 10_000;

let household: Household;

beforeEach(async () => {
  household = await openHousehold();
});
afterEach(() => household.end());

interface CallOfContract {
  readonly channel: string;
  readonly call: Call;
}

const calls: readonly CallOfContract[] = Object.entries(contract as Contract).flatMap(([domain, members]) =>
  Object.entries(members).flatMap(([name, member]) =>
    member.kind === 'call' ? [{ channel: channelOf(domain, name), call: member }] : [],
  ),
);

/** The names of all fields that any call takes: what is nearly right gets further than what is nothing like it. */
const fields = [...new Set(calls.flatMap(({ call }) => Object.keys((call.input as { shape?: object }).shape ?? {})))];

/** Anything that can cross the border between page and main. */
const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  withObjectString: true,
});

const odd = fc.oneof(
  anything,
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.constantFrom(
    '../../etc/passwd',
    '__proto__',
    'anna',
    '\u0000',
    '',
    -1,
    Number.NaN,
    Number.MAX_VALUE,
    [],
    {},
    null,
  ),
);

const nearlyRight = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: fc.string() }),
  odd,
  { maxKeys: 6 },
);

it(`${least} malformed inputs over all calls: none crashes, none does anything, all are refused`, async () => {
  const callers: readonly Caller[] = [
    ...usualPeople.map(({ id }) => household.windowOf(id)),
    { kind: 'tray', windowId: 0 },
    { kind: 'cli', windowId: 0 },
  ];
  const table = household.app.calls;
  const before = await treeState(household.home);
  const refused = new Map<string, number>();

  async function send({ channel, call }: CallOfContract, input: unknown, caller: Caller): Promise<void> {
    // What happens to be well formed is no case of this test.
    if (call.input.safeParse(input).success) return;
    const answer = await table.get(channel)?.(input, caller);
    expect(answer, channel).toMatchObject({ ok: false, error: { code: 'input/invalid' } });
    expect(structuredClone(answer)).toEqual(answer);
    refused.set(channel, (refused.get(channel) ?? 0) + 1);
  }

  const perCall = Math.ceil((least * 1.5) / calls.length);
  for (const one of calls) {
    await fc.assert(
      fc.asyncProperty(fc.oneof(odd, nearlyRight), fc.constantFrom(...callers), (input, caller) =>
        send(one, input, caller),
      ),
      { numRuns: perCall },
    );
  }
  const total = [...refused.values()].reduce((sum, count) => sum + count, 0);
  expect([...refused.keys()].sort()).toEqual(calls.map(({ channel }) => channel).sort());
  expect(total).toBeGreaterThanOrEqual(least);
  expect(await treeState(household.home)).toEqual(before);
  expect(household.logged.filter((line) => line.includes('incident'))).toEqual([]);
  process.stdout.write(`${total} malformed inputs over ${calls.length} calls: 0 crashes, 0 effects, all refused\n`);
}, 120_000);
