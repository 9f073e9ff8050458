import { describe, expect, it } from 'vitest';
import { addEntry, changeEntry, emptyRegistry, findEntry, type Registry, removeEntry } from '../formats/registry.ts';
import { firstAsAdmin, keepAnAdmin } from './keep-an-admin.ts';

function registryOf(types: Readonly<Record<string, unknown>>): Registry {
  return Object.entries(types).reduce<Registry>(
    (now, [id, type]) => addEntry(now, { user_id: id, user_type: type }),
    emptyRegistry,
  );
}

function entryOf(registry: Registry, id: string) {
  const entry = findEntry(registry, id);
  if (entry === null) throw new Error(`no ${id}`);
  return entry;
}

const demoted = (now: Registry, id: string) => changeEntry(now, entryOf(now, id), { user_type: 'Standard' });
const removed = (now: Registry, id: string) => removeEntry(now, entryOf(now, id));
const refused = (before: Registry, after: Registry) => {
  try {
    keepAnAdmin(before, after);
    return null;
  } catch (cause) {
    return (cause as { code?: string }).code;
  }
};

describe('a household keeps an Admin', () => {
  it('where there are others: the last one is neither demoted nor removed', () => {
    const household = registryOf({ anna: 'Admin', ben: 'Standard' });
    expect(refused(household, demoted(household, 'anna'))).toBe('access/last-admin');
    expect(refused(household, removed(household, 'anna'))).toBe('access/last-admin');
    expect(refused(household, removed(household, 'ben'))).toBeNull();
  });

  it('whichever it is, and however upstream wrote the word', () => {
    const household = registryOf({ anna: 'ADMIN', ben: ' admin ' });
    expect(refused(household, demoted(household, 'anna'))).toBeNull();
    const one = demoted(household, 'anna');
    expect(refused(one, demoted(one, 'ben'))).toBe('access/last-admin');
  });

  it('but not where it had none, nor where nobody is left', () => {
    const none = registryOf({ anna: 'Standard', ben: null });
    expect(refused(none, removed(none, 'anna'))).toBeNull();
    const alone = registryOf({ anna: 'Admin' });
    expect(refused(alone, removed(alone, 'anna'))).toBeNull();
    expect(refused(alone, demoted(alone, 'anna'))).toBeNull();
  });
});

it('the first user is an Admin, and no later one becomes one by itself', () => {
  const guest = { user_id: 'gina', user_type: 'Guest' };
  expect(firstAsAdmin(emptyRegistry, guest).user_type).toBe('Admin');
  expect(firstAsAdmin(registryOf({ anna: 'Standard' }), guest).user_type).toBe('Guest');
});
