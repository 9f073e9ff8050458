import { describe, expect, it } from 'vitest';
import { someProfile } from '../testing/user-facts.ts';
import {
  changesOf,
  clashesOf,
  dirtyFields,
  draftProblems,
  mergedDates,
  problemsOfDetails,
  shownText,
  typedInto,
  withoutFields,
  withoutStored,
} from './profile-draft.ts';

const base = someProfile('paula', { email: 'p@example.org', birthDate: '1950-04-03', npc: true });
const today = '2026-11-25';

describe('a draft', () => {
  it('shows what was typed, else what is stored', () => {
    expect(shownText('email', { email: '' }, base)).toBe('');
    expect(shownText('email', {}, base)).toBe('p@example.org');
    expect(shownText('npc', {}, base)).toBe('yes');
    expect(shownText('deltaYear', {}, base)).toBe('');
  });

  it('keeps a blank at the end, which may begin another word, but has nothing to save for it', () => {
    const draft = typedInto({}, 'name', 'Paula ', base);
    expect(shownText('name', draft, base)).toBe('Paula ');
    expect(dirtyFields(draft, base)).toEqual([]);
    expect(dirtyFields(typedInto(draft, 'name', 'Paula S', base), base)).toEqual(['name']);
  });

  it('forgets a field that is as it was', () => {
    expect(typedInto({ email: 'x' }, 'email', 'p@example.org', base)).toEqual({});
  });

  it('sends each field as the kind it is, and only what differs', () => {
    const draft = { email: ' ', deltaYear: '38', cognitiveState: '100', npc: 'no', phone: 'x' };
    expect(changesOf(draft, base)).toEqual({ email: null, deltaYear: 38, npc: false, phone: 'x' });
    expect(withoutStored(draft, base)).toEqual({ email: ' ', deltaYear: '38', npc: 'no', phone: 'x' });
    expect(withoutFields(draft, ['email', 'npc'])).toEqual({ deltaYear: '38', cognitiveState: '100', phone: 'x' });
  });

  it('has nothing to save while nothing is known', () => {
    expect(dirtyFields({ email: 'x' }, null)).toEqual([]);
  });

  it('is judged by the rules, the two that depend on one another included', () => {
    expect(draftProblems({ phone: '12' }, base, today).map(({ field }) => field)).toEqual(['phone']);
    expect(draftProblems({ deltaYear: '76' }, base, today)).toEqual([]);
    expect(draftProblems({ deltaYear: '77' }, base, today).map(({ field }) => field)).toEqual(['deltaYear']);
    expect(mergedDates({ deltaYear: 'x' }, base)).toEqual({ birthDate: '1950-04-03', deltaYear: null });
  });

  it('leaves alone what is stored and breaks the rule', () => {
    const odd = someProfile('paula', { phone: '12' });
    expect(changesOf(typedInto({ phone: '123' }, 'phone', '12', odd), odd)).toEqual({});
  });
});

describe('a clash', () => {
  it('is a field that both changed, and not to the same', () => {
    const newer = { ...base, email: 'new@example.org', phone: '1234567' };
    expect(clashesOf({ email: 'mine@example.org' }, base, newer)).toEqual(['email']);
    expect(clashesOf({ email: 'new@example.org' }, base, newer)).toEqual([]);
    expect(clashesOf({ address: 'here' }, base, newer)).toEqual([]);
  });
});

it("main's refusal is read line by line; what names no field is left out", () => {
  expect(problemsOfDetails(['email: is not: good', 'phone: has 2 digits', 'what: ever', 'nothing'])).toEqual([
    { field: 'email', why: 'is not: good' },
    { field: 'phone', why: 'has 2 digits' },
  ]);
});
