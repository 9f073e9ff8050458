import { Check, CornerUpLeft, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';
import './timeline.css';

/** How a step of a timeline does. */
export type TimelineState = 'waiting' | 'running' | 'done' | 'failed' | 'undone' | 'skipped';

/** One step: its title, and a time or word at its right. */
export interface TimelineStep {
  readonly key: string;
  readonly title: string;
  readonly state: TimelineState;
  readonly note: string;
}

const marks: Readonly<Record<TimelineState, ReactNode>> = {
  waiting: null,
  running: <Spinner />,
  done: <Check size={12} strokeWidth={3} aria-hidden />,
  failed: <X size={12} strokeWidth={3} aria-hidden />,
  undone: <CornerUpLeft size={12} strokeWidth={3} aria-hidden />,
  skipped: <Minus size={12} strokeWidth={3} aria-hidden />,
};

const words: Readonly<Record<TimelineState, string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  undone: 'taken back',
  skipped: 'skipped',
};

/** Steps from top to bottom along a line, each with its mark and its time. */
export function Timeline({ steps, label }: { readonly steps: readonly TimelineStep[]; readonly label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {steps.map(({ key, title, state, note }) => (
        <li
          key={key}
          className={`timeline-step timeline-${state}`}
          aria-current={state === 'running' ? 'step' : undefined}
        >
          <span className="timeline-mark">{marks[state]}</span>
          <span className="timeline-title">{title}</span>
          <span className="visually-hidden">, {words[state]}</span>
          <span className="timeline-note">{note}</span>
        </li>
      ))}
    </ol>
  );
}
