import type { Unsubscribe } from '../../src-shared/define.ts';
import type { DockerState, LampName, ServiceName } from '../../src-shared/docker.ts';
import type { LampProbe } from '../../src-shared/health.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Log } from '../ports.ts';

/** A question for a lamp as it was answered, or the time of the next one. */
export interface ToldProbe {
  readonly service: ServiceName;
  readonly lamp: LampName;
  readonly probe: LampProbe | null;
  /** ISO time, null where nothing is said of that. */
  readonly again: string | null;
}

/** What the health feature asks of the rest of the app. */
export interface HealthPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly files: Files;
  /** The file in which the past is kept. */
  path(): string;
  onLamps(listener: (state: DockerState) => void): Unsubscribe;
  onProbed(listener: (told: ToldProbe) => void): Unsubscribe;
}
