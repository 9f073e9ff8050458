import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { Connection } from './engine.ts';
import { mainContainer } from './observer.ts';
import { obstacles } from './preflight.ts';
import type { ReplacementPorts } from './replacement.ts';
import { planOf, type ServiceFiles, type ServicePlan } from './service-files.ts';

/** What would become of one service's container. */
export interface ForeseenContainer {
  readonly service: ServiceName;
  readonly container: string;
  readonly image: string;
  /** `create`: there is none yet; `replace`: one that runs; `replace-stopped`: one that does not, its successor will. */
  readonly act: 'create' | 'replace' | 'replace-stopped';
}

/** What a replacement would do, and everything that stands in its way. */
export interface ForeseenReplacement {
  readonly containers: readonly ForeseenContainer[];
  readonly faults: readonly Fault[];
}

/** Looks ahead at a replacement of these services; changes nothing and never throws a fault. */
export async function foresee(
  services: readonly ServiceFiles[],
  { connect, portsOf }: Pick<ReplacementPorts, 'connect' | 'portsOf'>,
): Promise<ForeseenReplacement> {
  const faults: Fault[] = [];
  const plans = services.flatMap((files): readonly ServicePlan[] => {
    try {
      return [planOf(files)];
    } catch (cause) {
      faults.push(named(files, faultFrom(cause)));
      return [];
    }
  });
  try {
    const connection: Connection = await connect();
    const found = await obstacles(plans, connection, portsOf);
    const containers = plans.map((plan) => foreseen(plan, found.containers));
    return { containers, faults: [...faults, ...found.faults] };
  } catch (cause) {
    return { containers: [], faults: [...faults, faultFrom(cause)] };
  }
}

function foreseen(plan: ServicePlan, containers: readonly ContainerSummary[]): ForeseenContainer {
  const { containerName: container, image } = plan.compose;
  const main = mainContainer({ ...plan, envUser: null }, containers);
  const act = main === null ? 'create' : main.state === 'running' ? 'replace' : 'replace-stopped';
  return { service: plan.name, container, image, act };
}

function faultFrom(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  throw cause;
}

/** Says which of the two services it is about, as both have files of the same names. */
function named({ name }: ServiceFiles, { code, message, hint, details }: Fault): Fault {
  return new Fault(code, `${serviceTitles[name]}: ${message}`, { hint, details });
}
