import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { MigrationState } from '../../src-shared/migration.ts';
import { someConsistency, someSyncPlan, someSyncReport } from './consistency-facts.ts';
import type { FakeStates } from './fake-states.ts';
import {
  someBackup,
  someBackupDiff,
  someBackups,
  someFixResult,
  someMigrationReport,
  somePlan,
  somePreview,
  someRestore,
} from './home-facts.ts';

/** What the stand-in for main hands to its parts. */
export interface FakeParts {
  readonly states: FakeStates;
  /** A state as an answer; none comes for null. */
  read<T extends object>(state: T | AppError | null): Promise<Result<T>>;
  record<T>(name: string, input: unknown, value: T): Promise<Result<T>>;
  listen(domain: keyof FakeStates): (listener: (state: never) => void) => Unsubscribe;
}

const idle: MigrationState = { state: 'idle', last: null, paused: null };

/** The domains behind the page Home, and the comparison of its files with the containers. */
export function fakeHomeParts(parts: FakeParts): Pick<Api, 'validation' | 'backups' | 'migration' | 'consistency'> {
  const { states, read, record, listen } = parts;
  return {
    validation: {
      run: () => read(states.validation),
      previewFix: (input) => record('validation.previewFix', input, somePreview(input)),
      applyFix: (input) => record('validation.applyFix', input, someFixResult({ findingId: input.findingId })),
      onChanged: listen('validation'),
    },
    backups: {
      list: () => read(states.backups),
      create: (input) => record('backups.create', input, someBackup('made')),
      verify: (input) => record('backups.verify', input, someBackup(input.id)),
      diff: (input) => record('backups.diff', input, someBackupDiff(input.id)),
      restore: (input) => record('backups.restore', input, someRestore({ id: input.id })),
      setRetention: (input) => record('backups.setRetention', input, someBackups([], { retention: input })),
      prune: () => record('backups.prune', undefined, []),
      onChanged: listen('backups'),
    },
    migration: {
      get: () => read(states.migration),
      plan: (input) => record('migration.plan', input, somePlan({ from: input.from })),
      start: (input) => record('migration.start', input, someMigrationReport()),
      cancel: () => record<MigrationState>('migration.cancel', undefined, idle),
      rollback: (input) => record('migration.rollback', input, someRestore({ id: input.backupId })),
      onChanged: listen('migration'),
    },
    consistency: {
      get: () => read(states.consistency),
      plan: (input) => record('consistency.plan', input, someSyncPlan({ forceRestart: input.forceRestart === true })),
      sync: (input) => record('consistency.sync', input, someSyncReport()),
      cancel: () => record('consistency.cancel', undefined, someConsistency()),
      onChanged: listen('consistency'),
    },
  };
}
