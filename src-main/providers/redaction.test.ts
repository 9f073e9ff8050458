import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRedaction } from './redaction.ts';

const secret = 'sk-canary+0123456789/abc=';

it.each([
  [`key ${secret} is wrong`, 'key ••• is wrong'],
  [`key ${encodeURIComponent(secret)} is wrong`, 'key ••• is wrong'],
  [`Basic ${Buffer.from(secret).toString('base64')}`, 'Basic •••=='],
  [`Incorrect key sk-canary******789/abc=.`, 'Incorrect key •••******•••.'],
  ['nothing of it', 'nothing of it'],
])('%j is shown as %j', (text, shown) => {
  expect(createRedaction([secret]).clean(text)).toBe(shown);
});

it('shows no text at all where a secret could be anywhere in it', () => {
  expect(createRedaction(['abc']).clean('an abc of it')).toBe('');
});

it('the beginning of a secret at the end of an answer is not shown', () => {
  const text = createRedaction([secret]).stream();
  expect(text.next(`it is ${secret.slice(0, 12)}`) + text.rest()).toBe('it is •••');
  const other = createRedaction([secret]).stream();
  expect(other.next('it is sk') + other.rest()).toBe('it is sk');
});

it('no text has a secret, however it is cut into pieces', () => {
  const secrets = fc.array(fc.string({ minLength: 4, maxLength: 30 }), { minLength: 1, maxLength: 3 });
  const noise = fc.string({ maxLength: 10 });
  fc.assert(
    fc.property(secrets, fc.array(fc.tuple(noise, fc.nat(2))), fc.array(fc.nat(7)), (values, parts, cuts) => {
      const text = parts.map(([before, at]) => before + (values[at % values.length] ?? '')).join('');
      const { clean, stream } = createRedaction(values);
      const redacted = stream();
      let shown = '';
      let at = 0;
      for (const cut of cuts) {
        shown += redacted.next(text.slice(at, at + cut));
        at += cut;
      }
      shown += redacted.next(text.slice(at)) + redacted.rest();
      for (const value of values) {
        expect(shown.includes(value)).toBe(false);
        expect(clean(text).includes(value)).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});
