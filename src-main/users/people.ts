import type { Registry, RegistryEntry } from '../formats/registry.ts';
import { titleOf } from '../formats/upstream-time.ts';
import type { RegistryFile } from './registry-file.ts';

/** A user of the registry, as far as rights go. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** The `user_type` as it stands there; upstream's usual one where there is none. */
  readonly type: string;
}

/**
 * Everybody in the registry, in its order; the same list as long as the file has the same bytes, and the same person as
 * long as the entry is the same. Faults: `users/registry-unreadable`, `home/file-unreadable`.
 */
export function createPeople(registry: RegistryFile): () => Promise<readonly Person[]> {
  const lists = new WeakMap<Registry, readonly Person[]>();
  const persons = new WeakMap<RegistryEntry, Person>();
  function known(entry: RegistryEntry): Person {
    const person = persons.get(entry) ?? personOf(entry);
    persons.set(entry, person);
    return person;
  }
  return async () => {
    const now = await registry.read();
    const people = lists.get(now) ?? now.users.map(known);
    lists.set(now, people);
    return people;
  };
}

function personOf({ user_id: id, user_name: name, user_type: type }: RegistryEntry): Person {
  return { id, name: textOf(name) ?? titleOf(id), type: textOf(type) ?? 'Standard' };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
