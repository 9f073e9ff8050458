import type {
  ArchivesState,
  ExportPreview,
  ExportReport,
  ImportPlan,
  ImportReport,
  PartSize,
} from '../../src-shared/archives.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { FakeParts } from './fake-home-parts.ts';

const parts: readonly PartSize[] = [
  { part: 'settings', files: 2, bytes: 900, secrets: 1 },
  { part: 'memories', files: 12, bytes: 4_200_000, secrets: 0 },
  { part: 'data', files: 340, bytes: 52_000_000, secrets: 0 },
];

/** What an export of a user would hold. */
export function someExportPreview(given: Partial<ExportPreview> = {}): ExportPreview {
  const suggestedName = `${given.userId ?? 'paula'}-2026-11-22.zip`;
  return { userId: 'paula', name: 'Paula Smith', parts, inUse: false, suggestedName, leftOut: [], ...given };
}

/** An archive that was written. */
export function someExportReport(given: Partial<ExportReport> = {}): ExportReport {
  return {
    userId: 'paula',
    path: '/archives/paula.zip',
    size: 1_800_000,
    sha256: 'a'.repeat(64),
    parts: parts.slice(0, 2),
    leftOut: [],
    warnings: [],
    ms: 2100,
    ...given,
  };
}

/** What an import would do. */
export function someImportPlan(given: Partial<ImportPlan> = {}): ImportPlan {
  return {
    id: 'f'.repeat(64),
    path: '/archives/paula.zip',
    size: 1_800_000,
    createdAt: '2026-11-22T10:00:00.000Z',
    appVersion: '0.1.0',
    user: { id: 'paula', name: 'Paula Smith', type: 'Standard' },
    parts: parts.slice(0, 2),
    files: 14,
    bytes: 4_200_900,
    secrets: 1,
    leftOut: [],
    dataRoot: '/home/p/.persag/data',
    conflict: null,
    suggestedId: 'paula',
    remarks: [],
    ...given,
  };
}

/** A user who was imported. */
export function someImportReport(given: Partial<ImportReport> = {}): ImportReport {
  return {
    userId: 'paula',
    name: 'Paula Smith',
    path: '/archives/paula.zip',
    files: 14,
    bytes: 4_200_900,
    secretsLeftOut: 0,
    backup: null,
    warnings: [],
    ms: 1500,
    ...given,
  };
}

/** The archives of a stand-in for main. */
export function fakeArchives({ states, read, record, listen }: FakeParts): Api['archives'] {
  return {
    get: () => read(states.archives),
    preview: ({ userId }) => record('archives.preview', { userId }, someExportPreview({ userId })),
    export: (input) => record('archives.export', input, someExportReport({ userId: input.userId, path: input.path })),
    plan: (input) => record('archives.plan', input, someImportPlan({ path: input.path })),
    start: (input) =>
      record('archives.start', input, someImportReport(input.id === undefined ? {} : { userId: input.id })),
    cancel: () => record<ArchivesState>('archives.cancel', undefined, states.archives ?? { state: 'idle', last: null }),
    chooseTarget: (input) => record<string | null>('archives.chooseTarget', input, null),
    chooseSource: () => record<string | null>('archives.chooseSource', undefined, null),
    onChanged: listen('archives'),
  };
}
