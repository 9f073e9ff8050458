import './shape.css';

/** How something does. Each has a shape and a colour of its own, and stands beside a word. */
export type Mood = 'ok' | 'starting' | 'warn' | 'failed' | 'unknown';

const drawings: Readonly<Record<Mood, React.ReactNode>> = {
  ok: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  starting: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  warn: <path d="M6 0.9 11.6 10.9H0.4Z" fill="currentColor" strokeLinejoin="round" />,
  failed: <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="1.5" fill="currentColor" />,
  unknown: <rect x="1" y="4.9" width="10" height="2.2" rx="1.1" fill="currentColor" />,
};

/** The shape alone: filled circle, ring, triangle, square or dash. The word beside it is the reader's. */
export function Shape({ mood, size = 12 }: { readonly mood: Mood; readonly size?: number }) {
  return (
    <svg className={`shape shape-${mood}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {drawings[mood]}
    </svg>
  );
}
