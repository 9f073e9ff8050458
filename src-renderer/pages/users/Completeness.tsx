import './completeness.css';

/** How complete a profile is, as a small bar and in numbers. */
export function Completeness({ percent }: { readonly percent: number }) {
  return (
    <span className="completeness">
      <svg className="completeness-bar" width="40" height="4" viewBox="0 0 40 4" aria-hidden="true">
        <rect className="completeness-ground" width="40" height="4" rx="2" />
        <rect className="completeness-part" width={(40 * percent) / 100} height="4" rx="2" />
      </svg>
      <span className="completeness-number">{percent} %</span>
    </span>
  );
}
