import './spinner.css';

/** An arc that turns while something goes on; stands still with reduced motion. */
export function Spinner() {
  return (
    <svg className="spinner" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="5.25" />
    </svg>
  );
}
