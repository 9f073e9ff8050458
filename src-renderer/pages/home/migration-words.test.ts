import { expect, it } from 'vitest';
import { someError } from '../../testing/fake-api.ts';
import { someMigrating, someMigrationReport } from '../../testing/home-facts.ts';
import { countsSentence, migrationHeadline, written } from './migration-words.ts';

const none = { copy: 0, replace: 0, rewrite: 0, keep: 0, skip: 0 };

it('answers for every state', () => {
  const idle = { state: 'idle', last: null, paused: null } as const;
  const paused = { planId: 'p', from: '/a' };
  expect(migrationHeadline(idle).mood).toBe('unknown');
  expect(migrationHeadline(someMigrating())).toMatchObject({
    mood: 'starting',
    text: 'Moving in from /home/paula/agent.',
  });
  expect(migrationHeadline({ ...idle, last: someMigrationReport() }).mood).toBe('ok');
  const error = someError('migration/cancelled', '');
  expect(migrationHeadline({ ...idle, last: someMigrationReport({ success: false, error }) }).mood).toBe('unknown');
  const failed = someMigrationReport({ success: false });
  expect(migrationHeadline({ ...idle, last: failed }).mood).toBe('failed');
  expect(migrationHeadline({ ...idle, last: failed, paused }).mood).toBe('warn');
});

it('counts what is written, and says only what there is', () => {
  const counts = { ...none, copy: 1, rewrite: 2, keep: 5000 };
  expect(written(counts)).toBe(3);
  expect(countsSentence(counts)).toBe(
    '1 file copied, 2 files set to paths of the home and 5,000 files left as the home has them.',
  );
  expect(countsSentence(none)).toBe('No files.');
});
