/** Lines around a change that are shown with it. */
const around = 3;
/** Cells of the comparison table; beyond that the middle of a text counts as replaced whole. */
const largestTable = 4_000_000;

interface Step {
  readonly kind: ' ' | '-' | '+';
  /** Index of the line in the former and in the present text. */
  readonly before: number;
  readonly after: number;
}

/**
 * The change from one text to another in the unified form: `@@` headers, lines that begin with a blank, a minus or a
 * plus; empty where there is none. A missing newline at the end is told as `diff` tells it.
 * @param shown the same lines as they may be shown, where some must not be (secrets); as many as in the texts
 */
export function unifiedDiff(
  before: string,
  after: string,
  shown: { readonly before: string; readonly after: string } = { before, after },
): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const [shownA, shownB] = [linesOf(shown.before), linesOf(shown.after)];
  const steps = stepsBetween(a, b);
  const lines: string[] = [];
  for (const [from, to] of hunks(steps)) {
    const part = steps.slice(from, to);
    const [first] = part;
    if (first === undefined) continue;
    const count = (other: Step['kind']) => part.filter(({ kind }) => kind !== other).length;
    lines.push(`@@ -${range(first.before, count('+'))} +${range(first.after, count('-'))} @@`);
    for (const { kind, before: left, after: right } of part) {
      const text = (kind === '+' ? shownB[right] : shownA[left]) ?? '';
      lines.push(`${kind}${text.replace(/\n$/, '')}`);
      if (!text.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Lines with their newline; the last may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function range(index: number, count: number): string {
  // A part without lines is told by the line in front of it.
  const first = count === 0 ? index : index + 1;
  return count === 1 ? `${first}` : `${first},${count}`;
}

/** From which step to which a change is shown; changes close to each other are shown as one. */
function hunks(steps: readonly Step[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [index, { kind }] of steps.entries()) {
    if (kind === ' ') continue;
    const last = found.at(-1);
    const end = Math.min(steps.length, index + 1 + around);
    if (last !== undefined && index - around <= last[1]) last[1] = end;
    else found.push([Math.max(0, index - around), end]);
  }
  return found;
}

function stepsBetween(a: readonly string[], b: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = (count: number, left: number, right: number): Step[] =>
    Array.from({ length: count }, (_, index) => ({ kind: ' ', before: left + index, after: right + index }));
  return [
    ...same(start, 0, 0),
    ...middleSteps(a.slice(start, a.length - end), b.slice(start, b.length - end), start),
    ...same(end, a.length - end, b.length - end),
  ];
}

/** The steps through the part that differs, by the longest common sequence of lines. */
function middleSteps(a: readonly string[], b: readonly string[], offset: number): readonly Step[] {
  const width = b.length + 1;
  const comparable = (a.length + 1) * width <= largestTable;
  const table = new Uint32Array(comparable ? (a.length + 1) * width : 0);
  const at = (left: number, right: number) => table[left * width + right] ?? 0;
  for (let left = a.length - 1; comparable && left >= 0; left -= 1) {
    for (let right = b.length - 1; right >= 0; right -= 1) {
      table[left * width + right] =
        a[left] === b[right] ? at(left + 1, right + 1) + 1 : Math.max(at(left + 1, right), at(left, right + 1));
    }
  }
  const steps: Step[] = [];
  let left = 0;
  let right = 0;
  while (left < a.length || right < b.length) {
    const place = { before: offset + left, after: offset + right };
    if (comparable && left < a.length && right < b.length && a[left] === b[right]) {
      steps.push({ kind: ' ', ...place });
      left += 1;
      right += 1;
    } else if (left < a.length && (right >= b.length || at(left + 1, right) >= at(left, right + 1))) {
      steps.push({ kind: '-', ...place });
      left += 1;
    } else {
      steps.push({ kind: '+', ...place });
      right += 1;
    }
  }
  return steps;
}
