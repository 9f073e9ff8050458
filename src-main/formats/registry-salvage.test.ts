import { describe, expect, it } from 'vitest';
import { addEntry, emptyRegistry, newEntry, registryBytes } from './registry.ts';
import { salvageEntries } from './registry-salvage.ts';

const textOf = (registry: Parameters<typeof registryBytes>[0]) => new TextDecoder().decode(registryBytes(registry));
const ids = ['anna', 'ben', 'carla', 'dora'];
const whole = textOf(
  ids.reduce(
    (registry, id) =>
      addEntry(registry, { ...newEntry({ id, name: id, type: 'Standard' }, 'now'), pet: { name: `{${id}"` } }),
    emptyRegistry,
  ),
);
const found = (text: string) => salvageEntries(text).map(({ entry }) => entry.user_id);

describe('salvaging entries', () => {
  it('finds all of one that only its end is missing of', () => {
    expect(found(whole.slice(0, -4))).toEqual(ids);
    expect(salvageEntries(whole.slice(0, -4))[0]?.entry).toMatchObject({ gender: 'N/A', pet: { name: '{anna"' } });
  });

  it('finds the whole entries wherever the text is cut, and what is whole of the last', () => {
    for (let length = 0; length < whole.length; length += 1) {
      const text = whole.slice(0, length);
      const closed = ids.filter((id) => text.includes(`"{${id}\\""\n      }\n    }`));
      expect(found(text).slice(0, closed.length)).toEqual(closed);
      for (const { entry } of salvageEntries(text)) {
        const original = (JSON.parse(whole) as { users: Record<string, unknown>[] }).users.find(
          ({ user_id }) => user_id === entry.user_id,
        );
        for (const [key, value] of Object.entries(entry))
          if (key !== 'pet') expect([key, value]).toEqual([key, original?.[key]]);
      }
    }
    expect(found(whole.slice(0, whole.indexOf('"birth_date": null', whole.indexOf('dora'))))).toEqual(ids);
  });

  it('goes on behind a part that was overwritten', () => {
    const at = whole.indexOf('"user_name": "ben"');
    expect(found(`${whole.slice(0, at)}${'\0'.repeat(30)}${whole.slice(at + 30)}`)).toEqual(['anna', 'carla', 'dora']);
    expect(found(`${whole.slice(0, at)}"${whole.slice(at)}`)).toEqual(['anna', 'carla', 'dora']);
  });

  it('takes the first of two with one id', () => {
    expect(found('{"user_id": "Ben", "n": 1} {"user_id": "ben", "n": 2}')).toEqual(['Ben']);
  });

  it('finds nothing where nothing is, and is not kept busy by it', () => {
    expect(found('')).toEqual([]);
    expect(found('{"users": []}')).toEqual([]);
    expect(found('{'.repeat(2_000_000))).toEqual([]);
    expect(found(`${'{"user_id":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toEqual([]);
  }, 20_000);
});
