import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import './notice.css';
import { type Mood, Shape } from './Shape.tsx';

/** A sentence that should be noticed: what is so, what can be done about it, and the buttons for it. */
export function Notice(props: {
  readonly mood: Mood | 'hint';
  /** Stands in place of the mood's shape. */
  readonly icon?: LucideIcon;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  /** What assistive technology calls it; errors are spoken at once. */
  readonly role?: 'alert' | 'status' | 'note';
}) {
  const { mood, icon: Icon, title, children, actions, onDismiss, role = 'note' } = props;
  return (
    <div className={`notice notice-${mood}`} role={role}>
      <span className="notice-shape">
        {Icon === undefined ? mood !== 'hint' && <Shape mood={mood} /> : <Icon size={14} aria-hidden />}
      </span>
      <div className="notice-body">
        <div className="notice-title">{title}</div>
        {children}
      </div>
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
      {onDismiss !== undefined && <IconButton icon={X} label="Dismiss" onClick={onDismiss} />}
    </div>
  );
}
