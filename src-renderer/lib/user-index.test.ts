import { describe, expect, it } from 'vitest';
import { someUser } from '../testing/facts.ts';
import { compareText, findUsers, indexOf } from './user-index.ts';

const users = [
  someUser('zoe', { name: 'Zoë Adams' }),
  someUser('adam', { name: 'adam' }),
  someUser('x7', { name: 'Émile Zola' }),
  someUser('Paula.Smith', { name: 'Paula' }),
];
const ids = (found: readonly { readonly user: { readonly id: string } }[]) => found.map(({ user }) => user.id);

describe('indexOf', () => {
  it('puts users in the order of names as people sort them, and finds them by id in any letter case', () => {
    expect(ids(indexOf(users).byName)).toEqual(['adam', 'x7', 'Paula.Smith', 'zoe']);
    expect(indexOf(users).byId.get('paula.smith')?.name).toBe('Paula');
  });

  it('puts equal names in the order of ids', () => {
    expect(ids(indexOf([someUser('b', { name: 'Same' }), someUser('a', { name: 'Same' })]).byName)).toEqual(['a', 'b']);
  });

  it('is made once for a list, and anew for another', () => {
    expect(indexOf(users)).toBe(indexOf(users));
    expect(indexOf([...users])).not.toBe(indexOf(users));
  });
});

describe('findUsers', () => {
  const { byName } = indexOf(users);
  it.each([
    ['', ['adam', 'x7', 'Paula.Smith', 'zoe']],
    ['   ', ['adam', 'x7', 'Paula.Smith', 'zoe']],
    ['ADAM', ['adam', 'zoe']],
    ['é', ['x7']],
    [' smith ', ['Paula.Smith']],
    ['zola x7', ['x7']],
    ['paula zola', []],
    // A match must not span the name and the id.
    ['adamadam', []],
  ])('%j finds %j', (typed, expected) => expect(ids(findUsers(byName, typed))).toEqual(expected));
});

it('texts are compared by their characters', () => {
  expect([compareText('a', 'b'), compareText('b', 'a'), compareText('a', 'a')]).toEqual([-1, 1, 0]);
});
