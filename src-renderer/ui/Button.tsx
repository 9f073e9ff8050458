import type { LucideIcon } from 'lucide-react';
import { type MouseEventHandler, type ReactNode, useId } from 'react';
import { classNames } from '../lib/class-names.ts';
import './button.css';
import { Spinner } from './Spinner.tsx';

/** What every button takes. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: MouseEventHandler<HTMLButtonElement>;
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
  /** Shows that what the button began still goes on; it takes no clicks meanwhile. */
  readonly busy?: boolean;
  /** Why it cannot be pressed now. It stays reachable by keyboard, so that the reason can be read. */
  readonly disabledReason?: string | null;
  /** The whole name where the words on the button are not enough; must contain them. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
  readonly iconOnly?: boolean;
  readonly popoverTarget?: string;
  /** -1 where the keyboard comes here in another way than by Tab. */
  readonly tabIndex?: number | undefined;
  readonly autoFocus?: boolean;
}

/** A button that says the act. */
export function Button(props: ButtonProps) {
  const {
    children,
    onClick,
    kind = 'plain',
    icon: Icon,
    busy = false,
    disabledReason = null,
    iconOnly = false,
  } = props;
  const reasonId = useId();
  const blocked = busy || disabledReason !== null;
  return (
    <button
      type={props.type ?? 'button'}
      className={classNames('button', `button-${kind}`, iconOnly && 'button-icon-only')}
      aria-label={props.label}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason === null ? undefined : reasonId}
      title={disabledReason ?? (iconOnly ? props.label : undefined)}
      tabIndex={props.tabIndex}
      popoverTarget={blocked ? undefined : props.popoverTarget}
      // biome-ignore lint/a11y/noAutofocus: for the one button that is left to press.
      autoFocus={props.autoFocus}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : Icon !== undefined && <Icon size={14} aria-hidden />}
      {children}
      {disabledReason !== null && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </button>
  );
}
