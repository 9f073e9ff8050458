import { expect, it } from 'vitest';
import type { SwitchReport } from '../../src-shared/switching.ts';
import { ago, someReport, someRunning, someSteps } from '../testing/facts.ts';
import { someError } from '../testing/fake-api.ts';
import { announcement } from './Announcer.tsx';

const nameOf = (id: string) => id.toUpperCase();
const ended = (report: SwitchReport) => announcement({ state: 'idle', last: { report, endedAt: ago(0) } }, nameOf);

it('says each step, and that a switch is taken back', () => {
  expect(announcement(someRunning(), nameOf)).toBe('Switching to CHARLIE. Wait until both services answer.');
  expect(announcement(someRunning({ undoing: true }), nameOf)).toMatch(/CHARLIE.*taken back/);
});

it('says how it ended; a failure speaks for itself as an alert', () => {
  expect(ended(someReport())).toBe('Switched to CHARLIE.');
  const cancelled = someReport({ success: false, steps: someSteps(), error: someError('switching/cancelled', '') });
  expect(ended(cancelled)).toMatch(/CHARLIE.*cancelled/);
  expect(ended(someReport({ success: false, error: someError('docker/never-healthy', '') }))).toBe('');
  expect(announcement({ state: 'idle', last: null }, nameOf)).toBe('');
});
