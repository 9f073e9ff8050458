import type { Service } from '../../src-shared/docker.ts';
import type { ContainerFacts, ContainerPort } from './container-facts.ts';
import type { HttpProbe } from './health/http-probe.ts';
import type { ModelSituation } from './health/model-lamp.ts';
import type { ServiceFiles } from './service-files.ts';

/** All that is known of one service at a moment; what the window sees is computed from it. */
export interface Observation {
  readonly files: ServiceFiles;
  /** Why the engine cannot be asked, null where it can. */
  readonly engineProblem: string | null;
  /** Null where there is no container of the service. */
  readonly facts: ContainerFacts | null;
  /** Published ports of the running container. */
  readonly ports: readonly ContainerPort[];
  readonly publishedHost: string;
  readonly currentUser: string | null;
  readonly busy: Service['busy'];
  readonly justEnded: boolean;
  /** The last answer to /health since the container was started. */
  readonly probe: HttpProbe | null;
  readonly mayBeStarting: boolean;
  readonly models: readonly ModelSituation[];
}
