import type { MigrationAction, PlannedFile } from '../../../src-shared/migration.ts';
import { actionWords } from './migration-words.ts';

/** What the table can be sorted by. */
export type PlanColumn = 'path' | 'action' | 'size';
/** By what, and whether from the end. */
export interface PlanOrder {
  readonly by: PlanColumn;
  readonly descending: boolean;
}

const rank = new Map((Object.keys(actionWords) as MigrationAction[]).map((action, index) => [action, index]));

const compare: Readonly<Record<PlanColumn, (a: PlannedFile, b: PlannedFile) => number>> = {
  path: (a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)),
  action: (a, b) => (rank.get(a.action) ?? 0) - (rank.get(b.action) ?? 0),
  size: (a, b) => a.size - b.size,
};

/** The files whose path, action or reason has a text, in an order; equal ones stay in the order of the plan. */
export function planRows(files: readonly PlannedFile[], filter: string, order: PlanOrder): readonly PlannedFile[] {
  const wanted = filter.trim().toLowerCase();
  const found = files.filter(({ path, action, reason }) =>
    `${path}\n${actionWords[action]}\n${reason}`.toLowerCase().includes(wanted),
  );
  const sign = order.descending ? -1 : 1;
  return found.sort((a, b) => sign * compare[order.by](a, b));
}
