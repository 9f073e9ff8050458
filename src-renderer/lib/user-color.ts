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

/** The first letter or digit of a name, for the avatar. */
export function initialOf(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '?';
}
