import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './IconButton.tsx';
import './side-panel.css';

/** Details beside what they are about. Takes the focus when it comes; Escape closes it, and who opened it takes the focus back. */
export function SidePanel(props: {
  readonly title: string;
  /** Stands before the title. */
  readonly mark?: ReactNode;
  /** Stands under the title. */
  readonly subtitle?: ReactNode;
  readonly close: () => void;
  readonly children: ReactNode;
  /** Stays in sight at the bottom. */
  readonly foot?: ReactNode;
  /** False where the focus goes to a field inside. */
  readonly takesFocus?: boolean;
}) {
  const { title, mark, subtitle, close, children, foot, takesFocus = true } = props;
  const heading = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) panel.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return (
    <section ref={panel} className="side-panel" aria-labelledby={heading} tabIndex={-1} onKeyDown={press}>
      <header className="side-panel-head">
        {mark}
        <div className="side-panel-words">
          <h2 id={heading}>{title}</h2>
          {subtitle !== undefined && <div className="side-panel-subtitle">{subtitle}</div>}
        </div>
        <IconButton icon={X} label="Close" onClick={close} />
      </header>
      <div className="side-panel-body">{children}</div>
      {foot}
    </section>
  );
}
