import './progress-bar.css';

/** How far something is: `done` of `total`; where `total` is 0 it is not known, and the bar only moves. */
export function ProgressBar(props: { readonly label: string; readonly done: number; readonly total: number }) {
  const { label, done, total } = props;
  // The browser's own element, which says how far it is to whoever asks.
  return <progress className="progress-bar" aria-label={label} {...(total === 0 ? {} : { value: done, max: total })} />;
}
