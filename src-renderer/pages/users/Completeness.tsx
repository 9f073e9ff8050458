import './completeness.css';

/** How complete a profile is, as a small bar and in numbers. */
export function Completeness({ percent }: { readonly percent: number }) {
  return (
    <span className="completeness">
      <span className="completeness-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="completeness-number">{percent} %</span>
    </span>
  );
}
