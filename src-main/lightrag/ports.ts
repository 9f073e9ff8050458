import type { ServiceName } from '../../src-shared/docker.ts';
import type { Clock, Log, Secrets } from '../ports.ts';

/** A server as the rest of the app knows it. */
export interface KnownServer {
  readonly name: ServiceName;
  /** `http://host:port`, null where it publishes no port. */
  readonly url: string | null;
  readonly isRunning: boolean;
  /** Changes with every start, so that what was learned of another run is not used. */
  readonly run: string;
  /** What the service's files give the server. */
  readonly environment: Readonly<Record<string, string>>;
  readonly envFile: string;
}

/** What the lightrag feature needs of the rest of the app, as functions. */
export interface LightRagPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  servers(): Promise<readonly KnownServer[]>;
}
