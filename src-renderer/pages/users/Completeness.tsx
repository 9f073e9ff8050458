import type { CSSProperties } from 'react';
import './completeness.css';

/** What the style sheet is told. */
interface BarStyle extends CSSProperties {
  readonly '--percent': number;
}

/** How complete a profile is, as a small bar and in numbers. */
export function Completeness({ percent }: { readonly percent: number }) {
  const style: BarStyle = { '--percent': percent };
  return (
    <span className="completeness" style={style}>
      {percent} %
    </span>
  );
}
