import type { User } from '../../../src-shared/users.ts';
import { formatAge, formatCount, formatDay } from '../../lib/format.ts';
import { isRegistered } from '../../stores/users.ts';
import type { Mood } from '../../ui/Shape.tsx';

const week = 7 * 24 * 3_600_000;

/** When somebody was here last, as people say it: an age within the last week, before that the day. */
export function seenWords(lastSeen: string | null, now: number): string {
  if (lastSeen === null) return 'Never';
  const then = Date.parse(lastSeen);
  if (Number.isNaN(then)) return lastSeen;
  return (now - then < week ? formatAge(lastSeen, now) : formatDay(lastSeen)) ?? lastSeen;
}

/** The page's answer: how many users there are, and who is current. */
export function usersHeadline(users: readonly User[]): { readonly mood: Mood; readonly text: string } {
  const listed = users.filter(isRegistered).length;
  const current = users.find(({ isCurrent }) => isCurrent);
  const who = current === undefined ? '' : ` ${current.name} is current.`;
  if (listed === 0) return { mood: 'unknown', text: `No users yet.${who}` };
  return { mood: current === undefined ? 'warn' : 'ok', text: `${formatCount(listed, 'user')}.${who}` };
}

/** How many users a filter leaves: "10,000 users", "3 of 10,000 users". */
export function countWords(found: number, total: number): string {
  const all = formatCount(total, 'user');
  return found === total ? all : `${found.toLocaleString('en-GB')} of ${all}`;
}
