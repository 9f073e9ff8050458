import { useSyncExternalStore } from 'react';

/** The parts of the page Home. */
export type HomePart = 'findings' | 'backups' | 'migration';
/** What the window can show. */
export type Place =
  | { readonly page: 'overview' }
  | { readonly page: 'users' }
  | { readonly page: 'activity' }
  | { readonly page: 'consistency' }
  | { readonly page: 'services'; readonly part: string }
  | { readonly page: 'settings'; readonly part: string }
  | { readonly page: 'try-it' }
  | { readonly page: 'home'; readonly part: HomePart };

/** The address of the Overview, for links. */
export const overviewHref = '#overview';
/** The address of the page Users, for links. */
export const usersHref = '#users';
/**
 * The address of the comparison of files and containers. It belongs to the services, from which people come to it, and
 * not to the home, whose findings are about its files alone.
 */
export const consistencyHref = '#services/consistency';

/** The part of the page Services that shows both services. */
export const servicesOverview = 'overview';

/** The address of a part of the page Services, for links; its parts are listed by the page itself. */
export function servicesHref(part: string = servicesOverview): string {
  return part === servicesOverview ? '#services' : `#services/${part}`;
}

/** The part of the page Settings that is shown first. */
export const settingsFirst = 'configurations';

/** The address of a part of the page Settings, for links; its parts are listed by the page itself. */
export function settingsHref(part: string = settingsFirst): string {
  return part === settingsFirst ? '#settings' : `#settings/${part}`;
}

/** The address of the page Try it, for links. */
export const tryItHref = '#try-it';

/** The address of the page Activity, for links. */
export const activityHref = '#activity';

const hashes: Readonly<Record<HomePart, string>> = {
  findings: '#home',
  backups: '#home/backups',
  migration: '#home/migration',
};

/** The address of a part of Home, for links. */
export function homeHref(part: HomePart): string {
  return hashes[part];
}

/** The place an address leads to; the Overview where it leads nowhere. */
export function placeOf(hash: string): Place {
  if (hash === usersHref) return { page: 'users' };
  if (hash === activityHref) return { page: 'activity' };
  if (hash === consistencyHref) return { page: 'consistency' };
  const ofServices = /^#services(?:\/([a-z-]+))?$/.exec(hash);
  if (ofServices !== null) return { page: 'services', part: ofServices[1] ?? servicesOverview };
  if (hash === tryItHref) return { page: 'try-it' };
  const ofSettings = /^#settings(?:\/([a-z-]+))?$/.exec(hash);
  if (ofSettings !== null) return { page: 'settings', part: ofSettings[1] ?? settingsFirst };
  const part = (Object.keys(hashes) as HomePart[]).find((each) => hashes[each] === hash);
  return part === undefined ? { page: 'overview' } : { page: 'home', part };
}

/** The place the window shows now; the address is its only memory, so that going back works. */
export function usePlace(): Place {
  return placeOf(useSyncExternalStore(listen, () => location.hash));
}

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
