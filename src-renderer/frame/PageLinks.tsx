import {
  Boxes,
  History,
  House,
  LayoutDashboard,
  type LucideIcon,
  MessageSquare,
  SlidersHorizontal,
  Users,
} from 'lucide-react';
import { useValidation } from '../app-stores.ts';
import {
  activityHref,
  homeHref,
  overviewHref,
  type Place,
  servicesHref,
  settingsHref,
  tryItHref,
  usersHref,
} from '../lib/place.ts';
import './page-links.css';

/** The pages of the window, with how much there is to look at. */
export function PageLinks({ place }: { readonly place: Place }) {
  const toLookAt = useValidation(({ validation }) =>
    validation === null ? 0 : validation.counts.error + validation.counts.warn,
  );
  return (
    <nav aria-label="Pages">
      <PageLink href={overviewHref} title="Overview" icon={LayoutDashboard} current={place.page === 'overview'} />
      <PageLink href={usersHref} title="Users" icon={Users} current={place.page === 'users'} />
      <PageLink
        href={servicesHref()}
        title="Services"
        icon={Boxes}
        // The comparison is reached from the services, and has no link of its own.
        current={place.page === 'services' || (place.page === 'consistency' && 'below')}
      />
      <PageLink href={settingsHref()} title="Settings" icon={SlidersHorizontal} current={place.page === 'settings'} />
      <PageLink href={tryItHref} title="Try it" icon={MessageSquare} current={place.page === 'try-it'} />
      <PageLink
        href={homeHref('findings')}
        title="Home"
        icon={House}
        current={place.page === 'home'}
        count={toLookAt}
      />
      <PageLink href={activityHref} title="Activity" icon={History} current={place.page === 'activity'} />
    </nav>
  );
}

function PageLink(props: {
  readonly href: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** `below`: the page shown belongs to this one. */
  readonly current: boolean | 'below';
  readonly count?: number;
}) {
  const { href, title, icon: Icon, current, count = 0 } = props;
  return (
    <a
      className="sidebar-row page-link"
      href={href}
      aria-current={current === 'below' ? true : current ? 'page' : undefined}
      aria-label={count === 0 ? title : `${title}, ${count} to look at`}
      title={title}
    >
      <Icon size={16} aria-hidden />
      <span className="sidebar-word">{title}</span>
      {count > 0 && <span className="page-link-count">{count}</span>}
    </a>
  );
}
