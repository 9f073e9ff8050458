import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullPath } from './full-path.ts';

describe('a path out of a setting', () => {
  it('is absolute, and ~ is the own folder only where it stands alone', () => {
    const own = { homeFolder: resolve('/people/paula') };
    expect(fullPath('~', own)).toBe(resolve('/people/paula'));
    expect(fullPath('~/x', own)).toBe(resolve('/people/paula/x'));
    expect(fullPath('~x', own)).toBe(resolve('~x'));
    expect(fullPath('/data', own)).toBe(resolve('/data'));
    expect(fullPath('data', own)).toBe(resolve('data'));
  });
});
