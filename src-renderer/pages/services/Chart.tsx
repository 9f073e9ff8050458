import { historyMs } from '../../stores/stats.ts';
import type { ChartFacts, ChartLine } from './stats-words.ts';

const width = 300;
const height = 64;
/** The time that a chart shows at least, in milliseconds; it grows to `historyMs`. */
const leastMs = 60_000;

/** A small chart of the last minutes: the newest values stand beside it in words, the highest is written at its top. */
export function Chart({ owner, title, times, lines, top, format }: ChartFacts & { readonly owner: string }) {
  const highest = Math.max(top, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const newest = times.at(-1) ?? 0;
  const span = Math.min(historyMs, Math.max(leastMs, newest - (times[0] ?? 0)));
  const now = lines.map((line) => (lines.length === 1 ? line.now : `${line.name} ${line.now}`)).join(', ');
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        <span className="chart-now">
          {lines.map((line, index) => (
            <span key={line.name} className={lines.length > 1 ? `chart-key-${index}` : undefined}>
              {lines.length === 1 ? line.now : `${line.name} ${line.now}`}
            </span>
          ))}
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${owner}, ${title}: ${now}; at most ${format(peakOf(lines))} in the time shown.`}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="chart-area"
      >
        <line className="chart-base" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
        {lines.map((line, index) => (
          <path
            key={line.name}
            className={`chart-line-${index}`}
            d={pathOf(line.values, times, { newest, highest, span })}
          />
        ))}
      </svg>
      <span className="chart-top" aria-hidden="true">
        {format(highest)}
      </span>
    </figure>
  );
}

function peakOf(lines: readonly ChartLine[]): number {
  return Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

/** A line through the values that are known; it breaks off where one is missing, or where nobody looked for a while. */
function pathOf(
  values: readonly (number | null)[],
  times: readonly number[],
  scale: { readonly newest: number; readonly highest: number; readonly span: number },
): string {
  let path = '';
  let last: number | null = null;
  for (const [index, value] of values.entries()) {
    const time = times[index] ?? 0;
    if (value === null) {
      last = null;
      continue;
    }
    const x = width - ((scale.newest - time) / scale.span) * width;
    const y = height - 1 - (value / scale.highest) * (height - 6);
    path += `${last !== null && time - last < 5000 ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = time;
  }
  return path;
}
