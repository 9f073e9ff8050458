import { describe, expect, it } from 'vitest';
import { type FieldValue, fieldKinds, type ProfileField, profileFields } from './user-fields.ts';
import {
  completenessOf,
  memoryYearOf,
  missingFields,
  problemsOf,
  storedValue,
  valueOfText,
  whyInvalid,
} from './user-rules.ts';

const today = '2026-03-01';
const isGood = (field: ProfileField) => (value: FieldValue) => whyInvalid(field, value, today) === null;

const good: Readonly<Record<ProfileField, readonly FieldValue[]>> = {
  name: ['Zoë 李', 'x'.repeat(200), 'O’Neil & Söhne'],
  type: ['Standard', 'Admin', 'Guest'],
  email: ['a@b.co', 'first.last+tag@sub.example.org', 'zoë@müller.de', ' a@b.co '],
  phone: ['1234567', '+49 (30) 12-34.56:7', '123456789012345'],
  address: ['Rose Lane 1\n10115 Berlin', 'x'.repeat(1000)],
  birthDate: ['2026-03-01', '2024-02-29', '0001-01-01', '1900-02-28'],
  deltaYear: [0, 150],
  cognitiveState: [0, 100],
  gender: ['Male', 'Female', 'N/A'],
  npc: [true, false],
};
const bad: typeof good = {
  name: ['x'.repeat(201), 'a\nb', 'a\u001b[2J', 5, true],
  type: ['admin', 'Wizard', 1],
  email: [
    'a',
    'a@b',
    '@b.co',
    'a@b.c',
    'a b@c.de',
    'a@b..de',
    'a@@b.de',
    'a@-b.de',
    'a@b.de\nBcc: x@y.de',
    `${'x'.repeat(250)}@b.de`,
    5,
  ],
  phone: ['123456', '1234567890123456', '12345 ext 67', '+49/30/123456', '１２３４５６７', '1234567\u0000', 1234567],
  address: ['x'.repeat(1001), 'a\u001b[2Jb', false],
  birthDate: [
    '2026-03-02',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '1990-5-3',
    '1990-05-03T00:00:00',
    '19900503',
    'yesterday',
    19900503,
  ],
  deltaYear: [-1, 151, 1.5, '5', true, Number.NaN, Number.POSITIVE_INFINITY],
  cognitiveState: [-1, 101, 50.5, '50', true, false],
  gender: ['male', 'Other', 0],
  npc: ['true', 0, 1],
};

describe.each(profileFields)('the rule of %s', (field) => {
  it('takes what is right', () => expect(good[field].filter((value) => !isGood(field)(value))).toEqual([]));
  it('refuses what is not', () => expect(bad[field].filter(isGood(field))).toEqual([]));
  it('takes nothing for not set', () => {
    for (const nothing of [null, '', '  ']) {
      expect(whyInvalid(field, nothing, today)).toBeNull();
      expect(storedValue(field, nothing)).toBe(fieldKinds[field].unset);
    }
  });
  it('is the same for what a person types', () => {
    const typed = good[field].filter((value) => valueOfText(field, String(value)) === value);
    expect(typed).toEqual(good[field]);
  });
});

describe('problems', () => {
  it('are named for every bad field, in the order of the form', () => {
    const changes = { npc: 'x', email: 'x', gender: 'Male' };
    const found = problemsOf(changes, { birthDate: null, deltaYear: null }, today);
    expect(found.map(({ field }) => field)).toEqual(['email', 'npc']);
  });

  it('are found where birth year and offset lead past this year, and only where one of the two is changed', () => {
    const merged = { birthDate: '1990-01-01', deltaYear: 37 };
    expect(problemsOf({ deltaYear: 37 }, merged, today)).toMatchObject([{ field: 'deltaYear' }]);
    expect(problemsOf({ birthDate: '1990-01-01' }, merged, today)).toMatchObject([{ field: 'birthDate' }]);
    expect(problemsOf({ phone: '1234567' }, merged, today)).toEqual([]);
    expect(problemsOf({ deltaYear: 36 }, { ...merged, deltaYear: 36 }, today)).toEqual([]);
  });
});

it('counts as upstream does: five of eight fields can be missing', () => {
  const none = { email: null, phone: ' ', address: '', birthDate: null, deltaYear: null };
  expect(missingFields(none)).toEqual(['email', 'phone', 'address', 'birthDate', 'deltaYear']);
  expect(completenessOf(missingFields(none))).toBe(38);
  expect(completenessOf(missingFields({ ...none, email: 'a@b.co', deltaYear: 0 }))).toBe(63);
  expect(completenessOf([])).toBe(100);
});

it('knows the memory year where both fields are set', () => {
  expect(memoryYearOf({ birthDate: '1950-05-05', deltaYear: 20 })).toBe(1970);
  expect(memoryYearOf({ birthDate: null, deltaYear: 20 })).toBeNull();
  expect(memoryYearOf({ birthDate: '1950-05-05', deltaYear: null })).toBeNull();
});

it('leaves what a person types as text where it is no value of the kind', () => {
  expect(['five', '1e3', '1.5', '0x10'].map((text) => valueOfText('deltaYear', text))).toEqual([
    'five',
    '1e3',
    '1.5',
    '0x10',
  ]);
  expect(['yes', 'OFF', 'maybe'].map((text) => valueOfText('npc', text))).toEqual([true, false, 'maybe']);
  expect(valueOfText('phone', '030 1234567')).toBe('030 1234567');
});
