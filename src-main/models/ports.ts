import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { ModelPresence, ModelRole } from '../../src-shared/models.ts';
import type { Clock, Log } from '../ports.ts';

/** One model a service needs, as main knows it. */
export interface KnownNeed {
  readonly service: ServiceName;
  readonly role: ModelRole;
  readonly binding: string;
  readonly model: string;
  /** As people call the host, without anything secret. */
  readonly host: string;
  /** Where the app asks the host; may hold credentials. Null where it cannot. */
  readonly url: string | null;
  readonly presence: ModelPresence;
}

/** What the models feature asks of the rest of the app. */
export interface ModelsPorts {
  readonly clock: Clock;
  readonly log: Log;
  needs(): readonly KnownNeed[];
  /** Asks the hosts now. */
  ask(): Promise<void>;
  /** Tells when a need or what its host said may be another. */
  onNeeds(listener: () => void): Unsubscribe;
}
