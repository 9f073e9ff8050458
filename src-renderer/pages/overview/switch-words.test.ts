import { describe, expect, it } from 'vitest';
import type { SwitchReport } from '../../../src-shared/switching.ts';
import { someReport, someSteps } from '../../testing/facts.ts';
import { someError } from '../../testing/fake-api.ts';
import { aftermath, isReportOpen, outcomeOf, timelineOf, totalTime } from './switch-words.ts';

const failed = someReport({ success: false, error: someError('docker/never-healthy', '') });
const cancelled = someReport({ success: false, error: someError('switching/cancelled', '') });
const endedAt = '2026-11-22T10:00:00.000Z';
const later = (minutes: number) => Date.parse(endedAt) + minutes * 60_000;

describe('isReportOpen', () => {
  it('shows a success and a cancel for five minutes, a failure until it is dismissed', () => {
    expect(isReportOpen({ report: someReport(), endedAt }, null, later(4))).toBe(true);
    expect(isReportOpen({ report: someReport(), endedAt }, null, later(6))).toBe(false);
    expect(isReportOpen({ report: cancelled, endedAt }, null, later(6))).toBe(false);
    expect(isReportOpen({ report: failed, endedAt }, null, later(600))).toBe(true);
  });

  it('does as the person said, for that report only', () => {
    expect(isReportOpen({ report: failed, endedAt }, { endedAt, open: false }, later(0))).toBe(false);
    expect(isReportOpen({ report: someReport(), endedAt }, { endedAt, open: true }, later(600))).toBe(true);
    const other = { endedAt: '2026-11-21T10:00:00.000Z', open: false };
    expect(isReportOpen({ report: failed, endedAt }, other, later(0))).toBe(true);
  });
});

it('tells a cancel from a failure by its code', () => {
  expect([someReport(), cancelled, failed].map(outcomeOf)).toEqual(['done', 'cancelled', 'failed']);
});

it('counts the running step on, and only that one', () => {
  const steps = someSteps({ answer: 'running', mounts: 'waiting', record: 'skipped', files: 'undone' });
  const notes = Object.fromEntries(timelineOf(steps, 500).map(({ key, note }) => [key, note]));
  expect(notes).toMatchObject({
    replace: '2.1 s',
    answer: '3.2 s',
    mounts: '',
    record: 'skipped',
    files: 'taken back',
  });
});

it('adds all steps up', () => {
  expect(totalTime(someSteps())).toBe(5206);
});

describe('aftermath', () => {
  const nameOf = (id: string) => id.toUpperCase();
  const said = (changes: Partial<SwitchReport>) => aftermath(someReport({ success: false, ...changes }), nameOf);

  it('says that everything came back, where something was taken back', () => {
    expect(said({ steps: someSteps({ files: 'undone' }) })).toMatch(/^PAULA is current again\..*came back/);
    expect(said({ steps: someSteps({ files: 'undone' }), previous_user: null })).toMatch(/^Everything came back/);
  });

  it('says that nothing was changed, where nothing had been', () => {
    expect(said({ steps: someSteps({ check: 'failed' }) })).toBe('Nothing was changed.');
  });

  it('does not claim it where the undo was incomplete', () => {
    const error = someError('switching/undo-incomplete', '');
    expect(said({ steps: someSteps({ files: 'undone' }), error })).toMatch(/^Not everything/);
  });
});
