import type { Figures } from './compare.ts';
import type { Row } from './rows.ts';

/** A measured row, or why it could not be measured. */
export interface Outcome {
  readonly id: string;
  readonly row: Row;
  readonly figures: Figures | string;
}

/** All outcomes as one table of aligned columns. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const lines = [['row', 'what', 'ours', 'floor', 'ratio', 'bar', 'verdict'], ...outcomes.map(cellsOf)];
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

function cellsOf({ id, row, figures }: Outcome): string[] {
  const { unit, goal, most } = row;
  const bar = [
    row.bar === undefined ? '' : `<= ${row.bar}x`,
    most === undefined ? '' : `<= ${most} ${unit}`,
    goal === undefined ? '' : `goal ${goal}x`,
  ];
  const end = (verdict: string) => [bar.filter((part) => part !== '').join(', ') || '-', verdict];
  if (typeof figures === 'string') return [id, row.what, '-', '-', '-', ...end('not measured')];
  const { ours, floor } = figures;
  return [
    id,
    row.what,
    `${amount(ours)} ${unit}`,
    floor === null ? '-' : `${amount(floor)} ${unit}`,
    floor === null ? '-' : `${(ours / floor).toFixed(2)}x`,
    ...end(verdictOn(row, figures)),
  ];
}

/** Whether a row is within its bar, and how it does against its goal; a dash where nothing is asked of it. */
export function verdictOn({ bar, goal, most }: Row, { ours, floor }: Figures): string {
  if (bar === undefined && goal === undefined && most === undefined) return '-';
  const ratio = floor === null ? 0 : ours / floor;
  if (ratio > (bar ?? Number.POSITIVE_INFINITY) || ours > (most ?? Number.POSITIVE_INFINITY)) return 'misses';
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
