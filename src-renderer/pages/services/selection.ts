/** Chosen lines, by their numbers: from where the choice began to where it is now, both included. */
export interface LineSelection {
  readonly anchor: number | null;
  readonly head: number | null;
}

/** Nothing is chosen. */
export const noSelection: LineSelection = { anchor: null, head: null };

/** The first and the last chosen line; null where none is. */
export function rangeOf({ anchor, head }: LineSelection): { readonly from: number; readonly to: number } | null {
  if (anchor === null || head === null) return null;
  return { from: Math.min(anchor, head), to: Math.max(anchor, head) };
}

/** Whether a line is chosen. */
export function isChosen(selection: LineSelection, line: number): boolean {
  const range = rangeOf(selection);
  return range !== null && line >= range.from && line <= range.to;
}

/** A choice of one line, or of all from where it began to this one. */
export function chosenTo(selection: LineSelection, line: number, extend: boolean): LineSelection {
  return { anchor: extend && selection.anchor !== null ? selection.anchor : line, head: line };
}
