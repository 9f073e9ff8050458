import { expect, it } from 'vitest';
import type { RecoveredSwitch } from '../src-shared/switching.ts';
import { recoveredNote } from './join-switching.ts';

it('a switch that was cut off is written down once it has come to an end, as the app’s own doing', () => {
  const resultOf = (outcome: RecoveredSwitch['outcome']) =>
    recoveredNote({ from: 'anna', to: 'ben', since: '2026-01-02T03:04:05Z', step: 'files', outcome, details: ['x'] });
  expect(resultOf('finished')).toEqual({
    ...{ what: 'switch', via: 'app', subject: 'ben' },
    ...{ result: 'ok', detail: 'after it was cut off' },
  });
  expect([resultOf('undone')?.result, resultOf('stuck')?.result, resultOf('pending')]).toEqual([
    'undone',
    'failed',
    null,
  ]);
});
