import { join } from 'node:path';
import { serviceNames } from '../src-shared/docker.ts';
import type { ModelPresence } from '../src-shared/models.ts';
import type { ModelSituation } from './docker/health/model-lamp.ts';
import { hasModel } from './docker/health/model-probe.ts';
import { hostWords } from './docker/health/model-request.ts';
import { isInsideContainer } from './docker/health/model-settings.ts';
import type { DockerFeature } from './docker/index.ts';
import { createHealth, type HealthFeature } from './health/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Files } from './lib/files.ts';
import { createModels, type ModelsFeature } from './models/index.ts';
import type { KnownNeed } from './models/ports.ts';
import type { Ports } from './ports.ts';

/** What the past of the lamps and the models are made of. */
export interface HealthParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly files: Files;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
}

/** Hands both features what docker tells of its lamps and of the model hosts, as functions. */
export function joinHealth({ ports, files, home, docker }: HealthParts): {
  readonly health: HealthFeature;
  readonly models: ModelsFeature;
} {
  const { clock, log } = ports;
  return {
    health: createHealth({
      ...{ clock, log, files },
      path: () => join(home.folders().desktop, 'lamp-history.json'),
      onLamps: docker.onChanged,
      onProbed: docker.onProbed,
    }),
    models: createModels({
      ...{ clock, log },
      needs: () => serviceNames.flatMap((service) => docker.modelsOf(service).map((one) => needOf(service, one))),
      ask: docker.askModels,
      onNeeds(listener) {
        const offs = [docker.onChanged(listener), docker.onProbed(({ lamp }) => lamp === 'model' && listener())];
        return () => {
          for (const off of offs) off();
        };
      },
    }),
  };
}

function needOf(service: KnownNeed['service'], situation: ModelSituation): KnownNeed {
  const { role, binding, model, url } = situation.need;
  return { service, role, binding, model, host: hostWords(situation.need), url, presence: presenceOf(situation) };
}

function presenceOf({ need, answer }: ModelSituation): ModelPresence {
  // The app would find a host that the container does not.
  if (isInsideContainer(need.host, need.binding)) return 'unreachable';
  if (answer === null) return 'asking';
  if (answer.state !== 'models') return answer.state;
  return hasModel(answer.names, need.model, need.binding) ? 'there' : 'missing';
}
