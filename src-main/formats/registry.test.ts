import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addEntry,
  addEntryText,
  changeEntry,
  emptyRegistry,
  entryText,
  findEntry,
  newEntry,
  type Registry,
  type RegistryEntry,
  readRegistry,
  registryBytes,
  removeEntry,
  replaceEntry,
  textOfEntry,
} from './registry.ts';

const text = `{
  "users": [
    {
      "user_id": "Paula.Smith",
      "user_name": "Pa\\u00fcla",
      "hobby": {"of": ["another", "program"]},  "big": 12345678901234567890.0e2
    },
    { "user_id": "dana" }
  ],
  "schema": 3
}`;
const textOf = (registry: Registry) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(registryBytes(registry));
const read = (json: string) => readRegistry(new TextEncoder().encode(json), 'r');
const eve = newEntry({ id: 'eve', name: 'Ève "E"', type: 'Guest' }, 'now');
const entryOf = (registry: Registry, id: string): RegistryEntry => {
  const found = findEntry(registry, id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
};

/** What a registry says of itself is what its text says. */
function expectTrue(registry: Registry): void {
  const whole = textOf(registry);
  const again = read(whole);
  expect(again.users).toEqual(registry.users);
  if (registry.bytes === null) return;
  expect([again.starts, again.ends]).toEqual([registry.starts, registry.ends]);
  expect(again.list).toEqual(registry.list);
}

describe('registry', () => {
  it('changes the values asked for and not a letter more', () => {
    const registry = read(text);
    const changed = changeEntry(registry, entryOf(registry, 'PAULA.smith'), { user_name: 'Zoë', last_seen: 'later' });
    expect(textOf(changed)).toBe(
      text.replace('"Pa\\u00fcla"', '"Zo\\u00eb"').replace('567890.0e2\n', '567890.0e2,\n      "last_seen": "later"\n'),
    );
    expectTrue(changed);
    expect(entryOf(changed, 'paula.smith')).toMatchObject({ user_name: 'Zoë', last_seen: 'later' });
  });

  it('adds, replaces and removes in the style of the others', () => {
    const registry = read(text);
    const added = addEntry(registry, eve);
    expect(textOf(added)).toContain('{ "user_id": "dana" },\n    {\n      "user_id": "eve",\n');
    expect(textOf(added)).toContain('\\u00c8ve \\"E\\"');
    expectTrue(added);
    const replaced = replaceEntry(added, entryOf(added, 'dana'), '{"user_id": "dana", "x": 1}');
    expect(textOfEntry(replaced, entryOf(replaced, 'dana'))).toBe('{"user_id": "dana", "x": 1}');
    expectTrue(replaced);
    expect(textOf(removeEntry(added, entryOf(added, 'eve')))).toBe(text);
    for (const id of ['paula.smith', 'dana', 'eve']) expectTrue(removeEntry(added, entryOf(added, id)));
  });

  it('gives an entry back to the letter', () => {
    const registry = read(text);
    const paula = entryOf(registry, 'paula.smith');
    const kept = textOfEntry(registry, paula);
    const back = addEntryText(removeEntry(registry, paula), kept);
    expect(textOfEntry(back, entryOf(back, 'paula.smith'))).toBe(kept);
    expect(kept).toContain('12345678901234567890.0e2');
  });

  it('writes a new one as upstream does: indent 2, no last newline', () => {
    const registry = addEntry(emptyRegistry, { user_id: 'a' });
    expect(textOf(registry)).toBe('{\n  "users": [\n    {\n      "user_id": "a"\n    }\n  ]\n}');
    expectTrue(registry);
    expect(textOf(emptyRegistry)).toBe('{\n  "users": []\n}');
    expect(textOf(removeEntry(registry, entryOf(registry, 'a')))).toBe('{\n  "users": []\n}');
  });

  it.each(['{"users":[]}', '{"x": [1], "users": [ ]}', '\uFEFF{"users":\n[\n], "y": "]"}'])('fills %j', (empty) => {
    const filled = addEntry(read(empty), eve);
    expectTrue(filled);
    expect(entryOf(filled, 'eve').user_name).toBe('Ève "E"');
  });

  it('takes the last of two members of a name, as every reader does', () => {
    const twice =
      '{"users": [{"user_id": "x", "email": "a", "email": "b"}], "users": [{"user_id":"y","email":"a","email":"b"}]}';
    const registry = read(twice);
    expect(registry.users.map(({ user_id }) => user_id)).toEqual(['y']);
    const changed = changeEntry(registry, entryOf(registry, 'y'), { email: 'c' });
    expect(textOf(changed)).toBe(twice.replace('"email":"b"', '"email":"c"'));
  });

  it('finds users whatever the letter case, the exact one first', () => {
    const both = read('{"users": [{"user_id": "Dana"}, {"user_id": "dana"}]}');
    expect(['Dana', 'dana', 'DANA'].map((id) => findEntry(both, id)?.user_id)).toEqual(['Dana', 'dana', 'Dana']);
    expect(findEntry(emptyRegistry, 'x')).toBeNull();
  });

  for (const [name, broken] of [
    ['empty', ''],
    ['half', '{"users": ['],
    ['a list', '[]'],
    ['null', 'null'],
    ['without users', '{}'],
    ['users as a map', '{"users": {}}'],
    ['an entry without id', '{"users": [{"user_name": "x"}]}'],
    ['an entry with a number for an id', '{"users": [{"user_id": 5}]}'],
    ['deep', `{"users": ${'['.repeat(200_000)}`],
  ] as const) {
    it(`refuses a registry that is ${name}`, () => {
      expect(() => read(broken)).toThrow(expect.objectContaining({ code: 'users/registry-unreadable' }));
    });
  }

  it('says where it is broken without telling what stands there', () => {
    const secret = `{"users": [{"user_id": "paula", "address": "12 Rose Lane" oops}]}`;
    expect(() => read(secret)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('Rose') }));
    expect(() => read(secret)).toThrow(/position 5\d/);
  });

  it('reads a deep value of another program and leaves it', () => {
    const deep = `{"users": [{"user_id": "x", "deep": ${'['.repeat(5000)}${']'.repeat(5000)}}]}`;
    const registry = read(deep);
    const changed = changeEntry(registry, entryOf(registry, 'x'), { email: 'a@b.cd' });
    expect(textOf(changed)).toBe(deep.replace(']}]}', '], "email": "a@b.cd"}]}'));
  });

  it('holds for any entries, however they are written, through any changes', () => {
    const id = fc.stringMatching(/^[a-zA-Z0-9.]{1,12}$/);
    const others = fc.dictionary(fc.stringMatching(/^[\w é"\\{}[\],]{1,8}$/), fc.jsonValue());
    const entries = fc.uniqueArray(fc.record({ id, others }), { selector: ({ id }) => id, maxLength: 6 });
    const property = fc.property(entries, fc.constantFrom(0, 1, 2, '\t'), fc.jsonValue(), (list, indent, value) => {
      const all = list.map((one) => ({ ...one.others, user_id: one.id }));
      let registry = read(JSON.stringify({ first: '"users": [', users: all, z: 1 }, null, indent));
      for (const one of registry.users)
        registry = changeEntry(registry, entryOf(registry, one.user_id), { 'a"b': value });
      expectTrue(registry);
      registry = addEntryText(registry, entryText(registry, { user_id: 'the new one', value }));
      expectTrue(registry);
      expect(JSON.parse(textOf(registry))).toEqual({
        first: '"users": [',
        users: [...all.map((one) => ({ ...one, 'a"b': value })), { user_id: 'the new one', value }].map(plain),
        z: 1,
      });
      for (const one of registry.users) registry = removeEntry(registry, entryOf(registry, one.user_id));
      expectTrue(registry);
      expect(registry.users).toEqual([]);
    });
    void fc.assert(property, { numRuns: 500 });
  });
});

/** As JSON gives it back: without -0. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
