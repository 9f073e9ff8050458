import { describe, expect, it } from 'vitest';
import { currentVersion, documentText, emptyDocument, migrated, readDocument } from './document.ts';

describe('a file of settings', () => {
  it('is read as it was written', () => {
    expect(readDocument(documentText(emptyDocument))).toEqual({ state: 'read', document: emptyDocument });
  });

  it('of an older version goes through every step up to this one', () => {
    // No older one was ever written by this app: the way up is tried with steps that are made up.
    const steps = {
      1: ({ ...rest }) => ({ ...rest, second: true }),
      2: (older: object) => ({ ...older, third: 'second' in older }),
    };
    expect(migrated({ version: 1, kept: 1 }, 3, steps)).toEqual({ version: 3, kept: 1, second: true, third: true });
    expect(migrated({ version: 3, kept: 1 }, 3, steps)).toEqual({ version: 3, kept: 1 });
    expect(() => migrated({ version: 1 }, 4, steps)).toThrow();
    expect(currentVersion).toBe(1);
  });

  it('of a newer version is no damage', () => {
    expect(readDocument(JSON.stringify({ ...emptyDocument, version: 2 }))).toEqual({ state: 'newer', version: 2 });
  });

  it.each([
    ['a choice of nothing', { activeConfigurationId: crypto.randomUUID() }],
    ['a default of nothing', { defaultProfileId: crypto.randomUUID() }],
    ['numbers as text', { savedAt: 4 }],
    ['a version below all', { version: 0 }],
  ])('%s is a damage, told without its content', (_what, change) => {
    const reading = readDocument(JSON.stringify({ ...emptyDocument, ...change }));
    expect(reading).toMatchObject({ state: 'damaged', why: expect.any(String) });
  });
});
