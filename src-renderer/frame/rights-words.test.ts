import { expect, it } from 'vitest';
import { someActor } from '../testing/access-facts.ts';
import { rightsOf } from './rights-words.ts';

it('says in which role somebody acts, and what that allows', () => {
  expect(rightsOf(someActor('paula'))).toBe('Paula (Admin) may do everything.');
  expect(rightsOf(someActor('ben', 'Guest'))).toContain('Ben (Guest) may switch and look');
  expect(rightsOf(someActor('ben', 'Standard'))).toContain('their own');
});

it('says so where there is no Admin, and where nobody knows who acts', () => {
  expect(rightsOf(someActor('ben', 'Guest', { mayAll: true }))).toContain('nobody here is an Admin yet');
  expect(rightsOf(someActor('ben', null))).toContain('repairs');
});
