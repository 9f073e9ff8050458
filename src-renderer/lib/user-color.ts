/** How many user colours tokens.css has. */
export const userColors = 12;

/** The colour of a user, 0 to 11: always the same for an id, on every computer (FNV-1a of its characters). */
export function userColor(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // FNV alone leaves short ids close together; murmur's last step spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % userColors;
}

/** The colour a user is shown in: the one that was chosen for them, else the one of their id. */
export function colorOf({ id, color }: { readonly id: string; readonly color?: number | null }): number {
  return color ?? userColor(id);
}

/** What stands in a user's dot: what was chosen for them, else the first letter of their name. */
export function signOf({ name, avatar }: { readonly name: string; readonly avatar?: string | null }): string {
  return avatar ?? initialOf(name);
}

/** The first letter or digit of a name, for the avatar. */
export function initialOf(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '?';
}
