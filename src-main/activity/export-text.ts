import type { ActivityEntry } from '../../src-shared/activity.ts';
import { lineOf } from './entry-line.ts';

const columns = ['time', 'who', 'via', 'what', 'subject', 'result', 'ms', 'detail', 'code', 'id'] as const;

/** Entries as JSON lines. */
export function asJsonLines(entries: readonly ActivityEntry[]): string {
  return entries.map((entry) => `${lineOf(entry)}\n`).join('');
}

/** Entries as a table for spreadsheets (RFC 4180), with a head. */
export function asCsv(entries: readonly ActivityEntry[]): string {
  const rows = entries.map((entry) => columns.map((column) => cell(entry[column])));
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A spreadsheet takes a cell that begins like a formula for one; an apostrophe in front makes it a text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
