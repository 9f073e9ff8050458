import { type ReactNode, useState } from 'react';
import { formatAge, formatMoment } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import './lamp.css';
import { Popover, usePopover } from './Popover.tsx';
import { type Mood, Shape } from './Shape.tsx';
import { Words } from './Words.tsx';

/** What a lamp shows at once (`label`, `mood`, `word`) and when asked (`why`, `since`, `advice`). */
export interface LampProps {
  readonly label: string;
  readonly mood: Mood;
  readonly word: string;
  readonly why: string;
  /** ISO time. */
  readonly since: string;
  readonly advice: string | null;
  /** Whose lamp it is, for those who hear the page: "Knowledge". */
  readonly owner: string;
  /** What else is shown when it is opened; not made before. */
  details?(): ReactNode;
}

/** One lamp: shape, colour and word; a click or Enter opens why, since when and what to do. */
export function Lamp({ label, mood, word, why, since, advice, owner, details }: LampProps) {
  const { trigger, popover } = usePopover();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="lamp" aria-label={`${owner}, ${label}: ${word}`} {...trigger}>
        <span className="lamp-label">{label}</span>
        <span className="lamp-state">
          <Shape mood={mood} />
          <span className="lamp-word">{word}</span>
        </span>
      </button>
      <Popover tie={popover} label={`${owner}, ${label}`} className="lamp-details" onToggle={setOpen}>
        <p className="lamp-details-title">
          <Shape mood={mood} /> {owner}: {label.toLowerCase()}
        </p>
        <p>
          <Words text={why} />
        </p>
        {advice !== null && (
          <p className="lamp-details-advice">
            <Words text={advice} />
          </p>
        )}
        <LampSince since={since} />
        {open && details?.()}
      </Popover>
    </>
  );
}

function LampSince({ since }: { readonly since: string }) {
  const now = useNow(10_000);
  const moment = formatMoment(since, now);
  if (moment === null) return null;
  return (
    <p className="lamp-details-since">
      Since {moment} ({formatAge(since, now)})
    </p>
  );
}
