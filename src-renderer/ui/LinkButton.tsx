import type { LucideIcon } from 'lucide-react';
import './button.css';

/** A link that stands among buttons: it leads to another page and does nothing. */
export function LinkButton(props: { readonly href: string; readonly icon?: LucideIcon; readonly children: string }) {
  const { href, icon: Icon, children } = props;
  return (
    <a className="button button-plain button-link" href={href}>
      {Icon !== undefined && <Icon size={14} aria-hidden />}
      {children}
    </a>
  );
}
