/** The newest Engine API this app was written against; a newer engine serves it too. */
const newest = '1.52';
/** The oldest one it understands (Docker 19.03). */
export const oldest = '1.40';

/** Compares API versions such as 1.9 and 1.41 part by part. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version to speak with an engine whose newest is `theirs`, or null where it is too old. */
export function negotiate(theirs: string): string | null {
  if (compareVersions(theirs, oldest) < 0) return null;
  return compareVersions(theirs, newest) < 0 ? theirs : newest;
}
