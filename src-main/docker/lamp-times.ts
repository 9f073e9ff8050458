import type { Lamp, LampName, ServiceName } from '../../src-shared/docker.ts';
import type { LampReading } from './health/reading.ts';

/** Remembers since when each lamp has been in its state. */
export interface LampTimes {
  /** @param begin ISO time at which the state is known to have begun, for a lamp seen the first time */
  lamp(service: ServiceName, name: LampName, reading: LampReading, begin: string | null): Lamp;
}

/** Makes the memory. */
export function createLampTimes(now: () => Date): LampTimes {
  const known = new Map<string, { state: Lamp['state']; since: string }>();
  return {
    lamp(service, name, reading, begin) {
      const key = `${service} ${name}`;
      const before = known.get(key);
      if (before?.state === reading.state) return { ...reading, since: before.since };
      const since = (before === undefined ? begin : null) ?? now().toISOString();
      known.set(key, { state: reading.state, since });
      return { ...reading, since };
    },
  };
}
