import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './Button.tsx';
import './confirm.css';

/** Asks once more, in place: what will happen, the act, and the way out of it. Takes the focus of the button it replaces. */
export function Confirm(props: {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly act: string;
  readonly busy: boolean;
  /** The way out; says what stays. */
  readonly keep?: string;
  /** Why it cannot be done after all. */
  readonly disabledReason?: string | null;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const { label, icon, act, busy, keep = 'Keep the present', disabledReason = null, children } = props;
  const { onConfirm, onCancel } = props;
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.focus({ preventScroll: true }), []);
  return (
    <fieldset ref={group} className="confirm" tabIndex={-1}>
      <legend className="visually-hidden">{label}</legend>
      <p>{children}</p>
      <Button kind="primary" icon={icon} busy={busy} disabledReason={disabledReason} onClick={onConfirm}>
        {act}
      </Button>
      <Button disabledReason={busy ? 'It is being done' : null} onClick={onCancel}>
        {keep}
      </Button>
    </fieldset>
  );
}
