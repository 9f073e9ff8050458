/** What a person may do, by their `user_type` in the registry (spec 2.6). */
export const roles = ['Admin', 'Standard', 'Guest'] as const;
/** A role. */
export type Role = (typeof roles)[number];

/** The role a `user_type` means. Upstream accepts any text there; one it does not know counts as its own default. */
export function roleOf(userType: string): Role {
  const wanted = userType.trim().toLowerCase();
  return roles.find((role) => role.toLowerCase() === wanted) ?? 'Standard';
}

/**
 * What a call asks of whoever makes it.
 * - `read`: nothing; it changes nothing that belongs to anybody.
 * - `switch`: nothing; whom it leads to may have a passphrase.
 * - `operate`: Standard or Admin; it serves the current user and harms nobody.
 * - `manage`: Admin.
 * - `mend`: Admin; everybody while the registry or env.userid cannot be read or do not fit, for it is what repairs them.
 * - `self`: Standard for what is their own, Admin for everybody's; the function names whose it is, null for nobody's.
 */
export type Need<Input = unknown> =
  | 'read'
  | 'switch'
  | 'operate'
  | 'manage'
  | 'mend'
  | { self(input: Input): string | null };

/** Who makes a call, as main knows it from the window, the tray or the command line. */
export interface Actor {
  /** Null where env.userid cannot be read. */
  readonly id: string | null;
  readonly name: string;
  /** Null where it cannot be known: env.userid or the registry cannot be read. */
  readonly role: Role | null;
  /** May do all whatever the role: the registry has no Admin, or nobody has been named as current yet. */
  readonly mayAll: boolean;
}

/**
 * Whether a role meets a need: the one rule, for main and for the buttons of the window.
 * @param concerned whose the thing is, for a need of `self`
 * @param broken true while the registry or env.userid cannot be read, or one names somebody the other does not have
 */
export function meets(actor: Actor, need: Need<never>, concerned: string | null, broken: boolean): boolean {
  if (need === 'read' || need === 'switch') return true;
  if (actor.mayAll || actor.role === 'Admin') return true;
  if (need === 'mend') return broken;
  // Nobody known to be there: what serves the current user and harms nobody goes on.
  if (need === 'operate') return actor.role === 'Standard' || actor.role === null;
  if (need === 'manage') return false;
  return actor.role === 'Standard' && concerned !== null && isSame(actor.id, concerned);
}

/** Why somebody may not: who they are, what it needs, and who could do it. */
export interface RefusalWords {
  readonly message: string;
  readonly hint: string;
}

/**
 * A refusal in words.
 * @param act what was asked for, as in "may not ...": "restore a backup"
 * @param admins the names of those who may
 */
export function refusalWords(actor: Actor, need: Need<never>, act: string, admins: readonly string[]): RefusalWords {
  const who = actor.role === null ? actor.name : `${actor.name} (${actor.role})`;
  const able = need === 'operate' ? 'a Standard user or an Admin' : 'an Admin';
  return { message: `${who} may not ${act}: it takes ${able}.`, hint: hintFor(admins) };
}

function hintFor(admins: readonly string[]): string {
  if (admins.length === 0) return 'Switch to an Admin, then try again.';
  const names = admins.length === 1 ? admins[0] : `${admins.slice(0, -1).join(', ')} or ${admins.at(-1)}`;
  return `Ask ${names} to do it, or switch to them first.`;
}

/** Whether two ids mean the same user; letter case does not matter, as in upstream's own look-up. */
export function isSame(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase();
}
