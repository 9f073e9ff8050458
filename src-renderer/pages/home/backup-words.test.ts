import { expect, it } from 'vitest';
import type { Backup } from '../../../src-shared/backups.ts';
import { someBackup, someBackups } from '../../testing/home-facts.ts';
import { backupsHeadline, conditionOf, effectOn, momentOf, restoredSentence } from './backup-words.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const at = (id: string, minutes: number, condition: Backup['condition'] = { state: 'readable' }) =>
  someBackup(id, { createdAt: new Date(now - minutes * 60_000).toISOString(), condition });
const damaged = { state: 'damaged', problems: ['env.userid is missing'] } as const;

it('says whether there is something to go back to', () => {
  const said = (...backups: Backup[]) => backupsHeadline(someBackups(backups), now);
  expect(said()).toEqual({ mood: 'unknown', text: 'There is no backup yet.' });
  expect(said(at('b', 3))).toEqual({ mood: 'ok', text: '1 backup, the newest from 3 min ago.' });
  expect(said(at('b', 3, damaged), at('a', 90))).toEqual({
    mood: 'warn',
    text: '2 backups, the newest from 1 h ago. 1 is damaged.',
  });
  expect(said(at('b', 3, damaged))).toEqual({ mood: 'failed', text: 'No backup can be restored. 1 is damaged.' });
});

it('tells a backup that was checked from one that can merely be read', () => {
  expect(conditionOf(at('a', 1), now)).toEqual({ mood: 'unknown', word: 'Not checked' });
  const checkedAt = new Date(now - 120_000).toISOString();
  expect(conditionOf(at('a', 1, { state: 'good', checkedAt }), now)).toEqual({ mood: 'ok', word: 'Checked 2 min ago' });
  expect(conditionOf(at('a', 1, damaged), now)).toEqual({ mood: 'failed', word: 'Damaged' });
});

it('names a backup of an unknown time by its folder', () => {
  expect(momentOf(someBackup('odd', { createdAt: null }), now)).toBe('odd');
});

it('says what restoring does to each file', () => {
  const file = { path: 'x', diff: null };
  expect(effectOn({ ...file, change: 'changed', removes: false })).toBe('is set back');
  expect(effectOn({ ...file, change: 'missing', removes: false })).toBe('is put back');
  expect(effectOn({ ...file, change: 'added', removes: true })).toBe('is removed');
  expect(effectOn({ ...file, change: 'added', removes: false })).toBeNull();
  expect(effectOn({ ...file, change: 'same', removes: false })).toBeNull();
});

it('says what a restore did', () => {
  expect(restoredSentence({ restored: ['a', 'b'], removed: ['c'] })).toBe('Brought back 2 files, removed 1 file.');
  expect(restoredSentence({ restored: [], removed: ['c'] })).toBe('Removed 1 file.');
  expect(restoredSentence({ restored: [], removed: [] })).toMatch(/^Nothing/);
});
