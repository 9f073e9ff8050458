import type {
  MigrationAction,
  MigrationPhase,
  MigrationPlan,
  MigrationReport,
  MigrationState,
} from '../../../src-shared/migration.ts';
import { formatCount, formatList } from '../../lib/format.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** What happens to a file, as the table says it; in the order in which they matter. */
export const actionWords: Readonly<Record<MigrationAction, string>> = {
  replace: 'Replaced',
  rewrite: 'Paths set',
  copy: 'Copied',
  keep: 'Stays',
  skip: 'Left out',
};

/** What a running migration is doing. */
export const phaseWords: Readonly<Record<MigrationPhase, string>> = {
  check: 'Looking at both sides',
  copy: 'Copying beside the home',
  backup: 'Backing up the home',
  move: 'Moving in',
};

/** The page's question answered: what is being moved, or what could be. */
export function migrationHeadline(state: MigrationState): { readonly mood: Mood; readonly text: string } {
  if (state.state === 'running') return { mood: 'starting', text: `Moving in from ${state.from}.` };
  if (state.paused !== null) return { mood: 'warn', text: 'A migration was stopped and can go on.' };
  const { last } = state;
  if (last === null || isCancelled(last)) return { mood: 'unknown', text: 'Move an agent’s files into this home.' };
  if (!last.success) return { mood: 'failed', text: 'The last migration failed; the home is as it was.' };
  return { mood: 'ok', text: `Moved in from ${last.from}.` };
}

/** Whether a migration was stopped on purpose, which is no failure. */
export function isCancelled({ error }: MigrationReport): boolean {
  return error?.code === 'migration/cancelled';
}

/** How many files a plan writes. */
export function written({ copy, replace, rewrite }: MigrationPlan['counts']): number {
  return copy + replace + rewrite;
}

/** What happens to how many files, in a sentence; only what there is. */
export function countsSentence(counts: MigrationPlan['counts']): string {
  const { copy, replace, rewrite, keep, skip } = counts;
  const parts = [
    [copy, 'copied'],
    [replace, 'replaced'],
    [rewrite, 'set to paths of the home'],
    [keep, 'left as the home has them'],
    [skip, 'not taken'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count, 'file')} ${words}`);
  return said.length === 0 ? 'No files.' : `${formatList(said)}.`;
}
