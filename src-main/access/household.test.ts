import { describe, expect, it } from 'vitest';
import { householdOf } from './household.ts';

const person = (id: string, type = 'Standard') => ({ id, name: id.toUpperCase(), type });

describe('the Admins of a household', () => {
  it('are in the order of the registry, however many they are', () => {
    const people = Array.from({ length: 60 }, (_one, index) =>
      person(`user${index}`, index % 2 === 0 ? 'Admin' : 'Guest'),
    );
    const ids = householdOf(people)
      .admins()
      .map(({ id }) => id);
    expect(ids).toHaveLength(30);
    expect(ids.slice(0, 3)).toEqual(['user0', 'user2', 'user4']);
  });

  it('are none whose id somebody before them has in other letters', () => {
    const household = householdOf([
      person('Anna'),
      person('anna', 'Admin'),
      person('ben', 'Admin'),
      person('BEN', 'Admin'),
    ]);
    expect(household.admins().map(({ id }) => id)).toEqual(['ben']);
    expect(household.lastAdmin()).toBe('ben');
    expect(household.hasAdmin()).toBe(true);
  });

  it('are nobody where nobody is one, and the only user is not the last of several', () => {
    expect(householdOf([person('anna')]).hasAdmin()).toBe(false);
    expect(householdOf([person('anna', 'Admin')]).lastAdmin()).toBeNull();
  });
});
