import { describe, expect, it } from 'vitest';
import { serviceLimit, usableServiceLimit } from './service-limit.ts';

describe('service limit', () => {
  it('is three minutes unless said otherwise', () => {
    expect(serviceLimit({})).toBe(180_000);
    expect(serviceLimit({ PERSAG_SERVICE_TIMEOUT: '' })).toBe(180_000);
    expect(serviceLimit({ PERSAG_SERVICE_TIMEOUT: '2.5' })).toBe(2500);
  });

  it('refuses what is no number of seconds', () => {
    for (const text of ['0', '-1', '3601', 'soon', 'NaN']) {
      expect(() => serviceLimit({ PERSAG_SERVICE_TIMEOUT: text })).toThrow(
        expect.objectContaining({ code: 'input/invalid' }),
      );
    }
  });

  it('has a usable value where nobody can be told yet', () => {
    expect(usableServiceLimit({ PERSAG_SERVICE_TIMEOUT: 'soon' })).toBe(180_000);
    expect(usableServiceLimit({ PERSAG_SERVICE_TIMEOUT: '7' })).toBe(7000);
  });
});
