const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * A time of an engine in one form: UTC with nine digits behind the point, so that two can be compared as texts and none of
 * the nanoseconds is lost. Null where the text is no time.
 */
export function canonicalTime(text: string): string | null {
  if (canonical.test(text)) return text;
  const found = parts.exec(text);
  if (found === null) return null;
  const [, seconds = '', fraction = '', zone = ''] = found;
  const time = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(time)) return null;
  return `${new Date(time).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}

/** The same as the engine takes it in `since`: seconds, a point, nine digits. */
export function sinceOf(time: string): string {
  return `${Date.parse(`${time.slice(0, 19)}Z`) / 1000}.${time.slice(20, 29)}`;
}

/** Makes a function that tells the milliseconds of a time; lines come in order, so the second is mostly that of the last. */
export function createMilliseconds(): (time: string) => number {
  let second = '';
  let base = 0;
  return (time) => {
    const front = time.slice(0, 19);
    if (front !== second) {
      second = front;
      base = Date.parse(`${front}Z`);
    }
    return base + Number(time.slice(20, 23));
  };
}
