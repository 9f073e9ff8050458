import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Actor } from '../../src-shared/roles.ts';
import { actorOf, type Household, householdOf, unknownActor } from './household.ts';
import type { AccessPorts } from './ports.ts';

/** Who is there and what is known of them, read at one moment and not kept past it. */
export interface AccessSurroundings {
  /** The computer's current user. */
  readonly current: Actor;
  /** Null where the registry cannot be read. */
  readonly household: Household | null;
  /** Why it is not known who acts or in which role. */
  readonly trouble: unknown;
  /** True where there is such a trouble, or the registry does not have the current user. */
  readonly broken: boolean;
  /** For whom a window acts where that is another; by window id. */
  readonly windows: Readonly<Record<number, Actor>>;
}

/** Reads who is there. Throws nothing: what cannot be read is the `trouble`. */
export async function lookAround(ports: AccessPorts): Promise<AccessSurroundings> {
  const [user, read] = await Promise.all([ports.currentUser(), settled(ports.people())]);
  const household = read.ok ? householdOf(read.value) : null;
  const windows = Object.entries(ports.windowUsers()).map(([windowId, id]) => {
    // Not current for the computer, but perhaps the same by a switch elsewhere: rights follow the person.
    const isCurrent = user.state === 'known' && user.id.toLowerCase() === id.toLowerCase();
    return [windowId, actorOf(id, household, { isCurrent, isStandIn: false })];
  });
  const isStandIn = user.state === 'known' && user.source === 'default';
  return {
    current: user.state === 'known' ? actorOf(user.id, household, { isCurrent: true, isStandIn }) : unknownActor,
    household,
    trouble: user.state === 'unreadable' ? unreadable(user.why) : read.ok ? null : read.cause,
    broken: household === null || user.state === 'unreadable' || household.find(user.id) === null,
    windows: Object.fromEntries(windows),
  };
}

/** Who makes a call: the window's own user where it has one, else the computer's current one. */
export function actorFor({ current, windows }: AccessSurroundings, { windowId }: Caller): Actor {
  return windows[windowId] ?? current;
}

function unreadable(why: string): Fault {
  return new Fault('home/user-id-unreadable', `env.userid cannot be read: ${why}. It was left as it is.`);
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: unknown };

async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work };
  } catch (cause) {
    return { ok: false, cause };
  }
}
