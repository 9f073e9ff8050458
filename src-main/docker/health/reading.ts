import type { Lamp } from '../../../src-shared/docker.ts';

/** A lamp without the time of its last change, which whoever keeps the lamps adds. */
export type LampReading = Omit<Lamp, 'since'>;

/** A reading where nothing is to be done. */
export function reading(state: Lamp['state'], why: string, advice: string | null = null): LampReading {
  return { state, why, advice };
}
