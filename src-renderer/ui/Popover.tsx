import { type CSSProperties, type ReactNode, type ToggleEvent, useId, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import './popover.css';

/** What ties a button to its popover: spread `trigger` on the button, hand `popover` to the Popover. */
export interface PopoverTie {
  readonly trigger: { readonly popoverTarget: string; readonly style: CSSProperties };
  readonly popover: { readonly id: string; readonly anchor: string };
}

/** Ties one button to one popover; with a `name` of its own other buttons can open the popover too. */
export function usePopover(name?: string): PopoverTie {
  // React's ids hold characters that neither a CSS name nor a selector can.
  const generated = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const id = name ?? `popover-${generated}`;
  const anchor = `--${id}`;
  return { trigger: { popoverTarget: id, style: { anchorName: anchor } }, popover: { id, anchor } };
}

/** Closes a popover by its id, where it is open. */
export function closePopover(id: string): void {
  document.getElementById(id)?.hidePopover();
}

/**
 * A small panel beside its button, in the browser's own top layer: Escape or a click elsewhere closes it, and the focus
 * goes back to the button.
 */
export function Popover(props: {
  readonly tie: PopoverTie['popover'];
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly onOpen?: (panel: HTMLElement) => void;
  /** Told when it opens and when it closes. */
  readonly onToggle?: (open: boolean) => void;
}) {
  const { tie, label, className, children, onOpen, onToggle } = props;
  const panel = useRef<HTMLDivElement>(null);
  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    onToggle?.(event.newState === 'open');
    if (event.newState !== 'open' || panel.current === null) return;
    // The panel is read out as soon as it has the focus; without this a keyboard would stay outside of it.
    if (onOpen === undefined) panel.current.focus();
    else onOpen(panel.current);
  };
  return (
    <div
      ref={panel}
      id={tie.id}
      popover="auto"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={classNames('popover', className)}
      style={{ positionAnchor: tie.anchor }}
      onToggle={toggled}
    >
      {children}
    </div>
  );
}
