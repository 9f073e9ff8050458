import { describe, expect, it } from 'vitest';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import { someUser } from '../testing/facts.ts';
import { idProblem, suggestId } from './new-user-words.ts';

describe('suggestId', () => {
  it.each([
    ['Paula Smith', 'paula.smith'],
    ['  Émile  Zola ', 'emile.zola'],
    ['Dr. No', 'dr.no'],
    ['..hidden..', 'hidden'],
    ['李', ''],
  ])('makes of %j %j', (name, id) => expect(suggestId(name)).toBe(id));

  it('suggests only safe ids, or none', () => {
    for (const name of ['A..B', '-x-', 'é'.repeat(3), 'x.', '_', 'a / b', '"quoted"', 'tab\there']) {
      const id = suggestId(name);
      if (id !== '') expect([name, whyUnsafe(id)]).toEqual([name, null]);
    }
  });
});

describe('idProblem', () => {
  it('is a sentence about what is typed, after what would be kept', () => {
    expect(idProblem('CON', [])).toMatch(/^The id .*\.$/);
    expect(idProblem(' Paula ', [])).toBeNull();
    expect(idProblem('PAULA', [someUser('paula')])).toMatch(/^Paula /);
  });
});
