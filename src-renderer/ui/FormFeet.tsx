import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './Button.tsx';
import './side-panel.css';

/** The foot of a side panel whose form was saved just now. */
export function SavedFoot() {
  return (
    <div className="side-panel-foot" role="status">
      <Check size={14} aria-hidden />
      <p>Saved.</p>
    </div>
  );
}

/** What becomes of a form that is not saved where somebody wants to leave. */
export type Leaving = 'save' | 'discard' | 'stay';

/** The question what becomes of a form that is not saved; takes the focus, and Escape stays. @param children what is not saved */
export function LeavingFoot(props: { readonly children: ReactNode; readonly answer: (how: Leaving) => Promise<void> }) {
  const { children, answer } = props;
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.focus({ preventScroll: true }), []);
  return (
    <fieldset
      ref={group}
      className="side-panel-foot leaving"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The panel would take it as another wish to be closed.
        event.preventDefault();
        void answer('stay');
      }}
    >
      <legend className="visually-hidden">Unsaved changes</legend>
      <p role="alert">{children}</p>
      <Button kind="primary" onClick={() => void answer('save')}>
        Save
      </Button>
      <Button onClick={() => void answer('discard')}>Discard changes</Button>
      <Button onClick={() => void answer('stay')}>Keep editing</Button>
    </fieldset>
  );
}
