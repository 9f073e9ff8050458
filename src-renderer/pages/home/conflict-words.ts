import type { AppError } from '../../../src-shared/errors.ts';

/** A file that three people know differently. */
export interface Conflict {
  readonly path: string;
  /** As it was when it was looked at. */
  readonly base: string;
  /** As the fix would have left it. */
  readonly mine: string;
  /** As it is now. */
  readonly theirs: string;
}

/** One line of a side; `changed` where the others do not all have it. */
export interface ConflictLine {
  /** Counted from 1; null stands for lines left out. */
  readonly number: number | null;
  readonly text: string;
  readonly changed: boolean;
}

const sides = ['base', 'mine', 'theirs'] as const;
/** Lines around a changed one that are shown with it. */
const around = 3;

/** The files of a conflict, read from a `home/file-changed`: per file its path, then the three texts under their names. */
export function conflictsOf({ code, details = [] }: AppError): readonly Conflict[] {
  if (code !== 'home/file-changed') return [];
  const found: Conflict[] = [];
  for (let at = 0; at + sides.length < details.length; at += 1 + sides.length) {
    const texts = sides.map((side, index) => {
      const detail = details[at + 1 + index] ?? '';
      return detail.startsWith(`${side}\n`) ? detail.slice(side.length + 1) : null;
    });
    const [base, mine, theirs] = texts;
    const path = details[at];
    if (path === undefined || base == null || mine == null || theirs == null) return [];
    found.push({ path, base, mine, theirs });
  }
  return found;
}

/** What of a text is shown beside two others: the lines that not all have, and a few around them. */
export function linesBeside(text: string, others: readonly string[]): readonly ConflictLine[] {
  const known = others.map((other) => new Set(linesOf(other)));
  const lines = linesOf(text).map((line, index) => {
    return { number: index + 1, text: line, changed: known.some((set) => !set.has(line)) };
  });
  const shown: ConflictLine[] = [];
  for (const [index, line] of lines.entries()) {
    const near = lines.slice(Math.max(0, index - around), index + around + 1).some(({ changed }) => changed);
    if (near) shown.push(line);
    else if (shown.at(-1)?.number !== null) shown.push({ number: null, text: '…', changed: false });
  }
  return shown;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}
