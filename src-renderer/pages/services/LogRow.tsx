import { serviceTitles } from '../../../src-shared/docker.ts';
import { classNames } from '../../lib/class-names.ts';
import type { LogRow as Row } from '../../lib/log-rows.ts';
import { levelWords, lineTime } from './log-words.ts';

/** One line: when, which service, how bad, what. */
export function LogRow(props: {
  readonly row: Row;
  /** Counted from 0. */
  readonly place: number;
  readonly count: number;
  /** Marked wherever it is in the text. */
  readonly found: string;
  readonly chosen: boolean;
  readonly choose: (extend: boolean) => void;
}) {
  const { row, place, count, found, chosen, choose } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active line.
    <div
      id={`line-${row.line}`}
      role="option"
      aria-selected={chosen}
      aria-posinset={place + 1}
      aria-setsize={count}
      className={classNames('log-row', `log-${row.level}`)}
      onPointerDown={(event) => event.button === 0 && choose(event.shiftKey)}
      onPointerEnter={(event) => event.buttons === 1 && choose(true)}
    >
      <span className="log-time">{lineTime(row.time)}</span>
      <span className="log-service">{serviceTitles[row.service]}</span>
      <span className="log-level">{levelWords[row.level]}</span>
      <span className="log-text">
        <Marked text={row.text} found={found} />
      </span>
    </div>
  );
}

function Marked({ text, found }: { readonly text: string; readonly found: string }) {
  if (found === '') return text;
  const parts: { readonly at: number; readonly text: string; readonly isHit: boolean }[] = [];
  const [low, wanted] = [text.toLowerCase(), found.toLowerCase()];
  let done = 0;
  for (let at = low.indexOf(wanted); at !== -1 && parts.length < 200; at = low.indexOf(wanted, done)) {
    if (at > done) parts.push({ at: done, text: text.slice(done, at), isHit: false });
    parts.push({ at, text: text.slice(at, at + found.length), isHit: true });
    done = at + found.length;
  }
  parts.push({ at: done, text: text.slice(done), isHit: false });
  return parts.map((part) => (part.isHit ? <mark key={part.at}>{part.text}</mark> : part.text));
}
