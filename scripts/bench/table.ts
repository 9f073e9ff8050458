import type { Figures } from './compare.ts';
import { type Limited, percentile } from './limits.ts';
import type { LimitRow, Row } from './rows.ts';

/** A measured row, or why it could not be measured. */
export type Outcome =
  | { readonly id: string; readonly row: Row; readonly figures: Figures | string }
  | { readonly id: string; readonly row: LimitRow; readonly limited: readonly Limited[] | string };

/** Whether a row could not be measured. */
export function isMissing(outcome: Outcome): boolean {
  return typeof ('limited' in outcome ? outcome.limited : outcome.figures) === 'string';
}

/** All outcomes as one table of aligned columns. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const lines = [['row', 'what', 'ours', 'floor', 'ratio', 'bar', 'verdict'], ...outcomes.flatMap(linesOf)];
  const widths = lines[0]?.map((_cell, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => align(cell, column, widths))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function linesOf(outcome: Outcome): string[][] {
  if ('figures' in outcome) return [cellsOf(outcome)];
  const { id, row, limited } = outcome;
  if (typeof limited === 'string') return [[id, row.what, '-', '-', '-', '-', 'not measured']];
  return limited.map((each) => [
    id,
    each.what,
    `${amount(percentile(each.taken, 95))} ms`,
    '-',
    '-',
    `p95 <= ${each.most} ms`,
    verdictOnLimit(each),
  ]);
}

/** Whether 95 of 100 times were within the limit. */
export function verdictOnLimit({ taken, most }: Limited): string {
  return percentile(taken, 95) <= most ? 'holds' : 'misses';
}

function cellsOf({ id, row, figures }: Extract<Outcome, { readonly row: Row }>): string[] {
  const { unit, goal, most } = row;
  const bar = [
    `<= ${row.bar}x`,
    most === undefined ? '' : `<= ${most} ${unit}`,
    goal === undefined ? '' : `goal ${goal}x`,
  ];
  const end = (verdict: string) => [bar.filter((part) => part !== '').join(', '), verdict];
  if (typeof figures === 'string') return [id, row.what, '-', '-', '-', ...end('not measured')];
  const { ours, floor } = figures;
  return [
    id,
    row.what,
    `${amount(ours)} ${unit}`,
    `${amount(floor)} ${unit}`,
    `${(ours / floor).toFixed(2)}x`,
    ...end(verdictOn(row, figures)),
  ];
}

/** Whether a row is within its bar, and how it does against its goal. */
export function verdictOn({ bar, goal, most }: Row, { ours, floor }: Figures): string {
  const ratio = ours / floor;
  if (ratio > bar || ours > (most ?? Number.POSITIVE_INFINITY)) return 'misses';
  return goal !== undefined && ratio > goal ? 'holds, goal missed' : 'holds';
}

/** Three significant digits, more above a thousand. */
function amount(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Figures to the right, words to the left. */
function align(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column >= 2 && column <= 4 ? cell.padStart(width) : cell.padEnd(width);
}
