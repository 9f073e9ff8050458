import { describe, expect, it } from 'vitest';
import {
  addEntry,
  emptyRegistry,
  findEntry,
  localIso,
  readRegistry,
  titleOf,
  touchEntry,
  writeRegistry,
} from './registry.ts';

const text = `{
  "users": [
    {
      "user_id": "Paula.Smith",
      "user_name": "Paula",
      "hobby": {"of": ["another", "program"]}
    },
    { "user_id": "dana" }
  ],
  "schema": 3
}`;

describe('registry', () => {
  it('keeps what it does not know, on every change', () => {
    const added = addEntry(readRegistry(text, 'r'), { id: 'eve', name: 'Eve', type: 'Guest' }, 'now');
    const again = readRegistry(writeRegistry(touchEntry(added, 'paula.smith', 'later')), 'r');
    expect(again.rest).toEqual({ schema: 3 });
    expect(again.users[0]).toEqual({
      user_id: 'Paula.Smith',
      user_name: 'Paula',
      hobby: { of: ['another', 'program'] },
      last_seen: 'later',
    });
    expect(again.users[1]).toEqual({ user_id: 'dana' });
    expect(again.users[2]).toMatchObject({
      user_id: 'eve',
      user_type: 'Guest',
      cognitive_state: 100,
      gender: 'N/A',
      npc: false,
    });
  });

  it('finds users whatever the letter case', () => {
    expect(findEntry(readRegistry(text, 'r'), 'PAULA.smith')?.user_id).toBe('Paula.Smith');
    expect(findEntry(emptyRegistry, 'x')).toBeNull();
  });

  it('writes as upstream does: indent 2, no last newline', () => {
    expect(writeRegistry({ users: [{ user_id: 'a' }], rest: {} })).toBe(
      '{\n  "users": [\n    {\n      "user_id": "a"\n    }\n  ]\n}',
    );
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
  ] as const) {
    it(`refuses a registry that is ${name}`, () => {
      expect(() => readRegistry(broken, 'r')).toThrow(expect.objectContaining({ code: 'users/registry-unreadable' }));
    });
  }

  it('reads one with a byte order mark', () => {
    expect(readRegistry(`\uFEFF${text}`, 'r').users).toHaveLength(2);
  });

  it('writes times and names as upstream does', () => {
    expect(localIso(new Date(2026, 0, 2, 3, 4, 5, 6))).toBe('2026-01-02T03:04:05.006000');
    expect(titleOf('paula.smith-2b')).toBe('Paula.Smith-2B');
  });
});
