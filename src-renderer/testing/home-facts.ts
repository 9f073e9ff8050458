import type { Backup, BackupDiff, BackupsState, RestoreReport } from '../../src-shared/backups.ts';
import type { MigrationPlan, MigrationReport, MigrationState, PlannedFile } from '../../src-shared/migration.ts';
import type { Finding, FixPreview, FixResult, ValidationState } from '../../src-shared/validation.ts';
import { ago } from './facts.ts';

const home = '/home/paula/.persag';

/** A finding about an open port, with a fix. */
export function someFinding(changes: Partial<Finding> = {}): Finding {
  const id = changes.id ?? 'open-ports/network:knowledge:0';
  return {
    id,
    code: 'open-ports/network',
    severity: 'warn',
    service: 'knowledge',
    file: `${home}/lightrag_server/docker-compose.yml`,
    line: 8,
    message: 'Port 9621 is open to every computer that reaches this one.',
    why: 'The services ask nobody for a password: whoever reaches the port reads and changes the memories.',
    fix: { id, title: 'Publish the port on 127.0.0.1 alone' },
    ...changes,
  };
}

/** What the checks found; nothing, where not given. */
export function someValidation(findings: readonly Finding[] = []): ValidationState {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  return { home, findings, counts: { error: count('error'), warn: count('warn'), info: count('info') } };
}

/** The fix of `someFinding` before it is made. */
export function somePreview(changes: Partial<FixPreview> = {}): FixPreview {
  return {
    findingId: 'open-ports/network:knowledge:0',
    title: 'Publish the port on 127.0.0.1 alone',
    files: [
      {
        path: `${home}/lightrag_server/docker-compose.yml`,
        before: 'b'.repeat(64),
        after: 'a'.repeat(64),
        diff: '@@ -6,5 +6,5 @@\n       - env.server\n     ports:\n-      - 9621:9621\n+      - "127.0.0.1:9621:9621"\n     volumes:\n       - ./env.server:/app/.env\n',
      },
    ],
    hash: 'hash-1',
    ...changes,
  };
}

/** The same fix once it is made. */
export function someFixResult(changes: Partial<FixResult> = {}): FixResult {
  const { findingId, title, files } = somePreview();
  return {
    findingId,
    title,
    files: files.map(({ path }) => path),
    backup: '20261122T100000Z-fix',
    state: someValidation(),
    ...changes,
  };
}

/** A backup of six files that nobody has checked. */
export function someBackup(id: string, changes: Partial<Backup> = {}): Backup {
  return {
    id,
    createdAt: ago(7_200_000),
    reason: 'by hand',
    appVersion: '0.1.0',
    files: 6,
    size: 21_400,
    condition: { state: 'readable' },
    ...changes,
  };
}

/** The backups of a home; none, where not given. */
export function someBackups(backups: readonly Backup[] = [], changes: Partial<BackupsState> = {}): BackupsState {
  return {
    folder: `${home}/desktop/backups`,
    backups,
    foreign: [],
    retention: { count: 20, days: 30 },
    retentionTrouble: null,
    ...changes,
  };
}

/** A backup in which one file is as now, one is changed, one is gone and one is new. */
export function someBackupDiff(id: string, changes: Partial<BackupDiff> = {}): BackupDiff {
  return {
    id,
    files: [
      {
        path: 'env.userid',
        change: 'changed',
        removes: false,
        diff: '@@ -1 +1 @@\n-USER_ID="dana"\n+USER_ID="paula"\n',
      },
      { path: 'lightrag_server/env.server', change: 'same', removes: false, diff: null },
      { path: 'lightrag_server/config.ini', change: 'missing', removes: false, diff: '@@ -0,0 +1 @@\n+[server]\n' },
      { path: 'lightrag_server/.env', change: 'added', removes: true, diff: '@@ -1 +0,0 @@\n-A=1\n' },
    ],
    ...changes,
  };
}

/** What a restore of that backup did. */
export function someRestore(changes: Partial<RestoreReport> = {}): RestoreReport {
  return {
    id: 'b1',
    restored: ['env.userid', 'lightrag_server/config.ini'],
    removed: ['lightrag_server/.env'],
    unchanged: 3,
    backup: 'b9',
    ...changes,
  };
}

/** One file of a plan. */
export function somePlanned(path: string, changes: Partial<PlannedFile> = {}): PlannedFile {
  return { path, action: 'copy', reason: 'new in the home', size: 1200, conflict: false, ...changes };
}

/** A plan of one file of each kind. */
export function somePlan(changes: Partial<MigrationPlan> = {}): MigrationPlan {
  const files = changes.files ?? [
    somePlanned('env.userid', {
      action: 'keep',
      reason: 'the home has another, which stays',
      size: 20,
      conflict: true,
    }),
    somePlanned('lightrag_server/config.ini'),
    somePlanned('lightrag_server/docker-compose.yml', {
      action: 'rewrite',
      reason: 'new in the home, with its paths set to the home',
    }),
    somePlanned('lightrag_server/env.server', {
      action: 'replace',
      reason: 'the home has it as it was made, unedited',
      size: 48_000,
    }),
    somePlanned('lightrag_server/latest', {
      action: 'skip',
      reason: 'it is a link, and links are not followed',
      size: 0,
    }),
  ];
  const counts = { copy: 0, replace: 0, rewrite: 0, keep: 0, skip: 0 };
  for (const { action } of files) counts[action] += 1;
  return {
    id: 'plan-1',
    from: '/home/paula/agent',
    home,
    kind: 'project',
    counts,
    bytes: 50_400,
    remarks: [],
    ...changes,
    files,
  };
}

/** The report of that plan, done. */
export function someMigrationReport(changes: Partial<MigrationReport> = {}): MigrationReport {
  const { from, counts, remarks } = somePlan();
  return { success: true, from, home, counts, remarks, backup: 'b9', resumed: 0, ms: 3240, ...changes };
}

/** A migration that copies. */
export function someMigrating(
  changes: Partial<Extract<MigrationState, { state: 'running' }>> = {},
): Extract<MigrationState, { state: 'running' }> {
  return {
    state: 'running',
    planId: 'plan-1',
    from: '/home/paula/agent',
    phase: 'copy',
    done: 1250,
    total: 5000,
    cancellable: true,
    ...changes,
  };
}
