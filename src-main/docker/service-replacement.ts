import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { settled } from '../lib/settled.ts';
import { type AwaitedContainer, answersNow } from './answer.ts';
import type { ContainerPort, ContainerSummary } from './container-facts.ts';
import { createContainer } from './create-container.ts';
import type { Connection } from './engine.ts';
import { listeningPort, publishedUrl } from './health/service-url.ts';
import { asideName, belongsTo, readAsideName } from './ownership.ts';
import type { PortSurroundings } from './ports.ts';
import { type OldContainer, type ServicePart, takeBack } from './replacement-record.ts';
import type { ServicePlan } from './service-files.ts';
import { startContainer } from './start-container.ts';

/** The replacement of one service's container. */
export interface ServiceReplacement {
  readonly plan: ServicePlan;
  /** What it sets out from. */
  readonly part: ServicePart;
  /** The new container, null while there is none. */
  readonly newId: string | null;
  /** Whether the new container is started, so that it can be waited for. */
  readonly runs: boolean;
  /** Makes the new container beside the old one, which goes on running; once. */
  create(connection: Connection): Promise<void>;
  /** Lets the new one take the old one's place. */
  run(connection: Connection, signal: AbortSignal): Promise<void>;
  /**
   * Brings back what was, judged by what the engine has now; may be called again.
   * @returns the old container that is to answer again, null where none did before. Fault: `docker/refused` where one
   *   cannot be brought back
   */
  undo(connection: Connection, containers: readonly ContainerSummary[]): Promise<AwaitedContainer | null>;
  commit(connection: Connection, containers: readonly ContainerSummary[]): Promise<void>;
}

/** What the replacement of a service is made of. */
export interface ServiceReplacementParts {
  /** The id of the whole replacement. */
  readonly id: string;
  readonly plan: ServicePlan;
  /** For Compose's version label. */
  readonly version: string;
  portsOf(connection: Connection): PortSurroundings;
  /** Where published ports are asked. */
  readonly publishedHost: string;
  /** True: the new container runs only where an old one did. */
  readonly asItWas: boolean;
}

/** How long the old container may take to show that it answers. */
const oldAnswerLimitMs = 1000;
const unending = new AbortController().signal;

/**
 * Looks at what is to be replaced; changes nothing. Fault: `docker/name-taken`.
 * @param containers all that the engine has now
 */
export async function prepareServiceReplacement(
  { id: replacement, plan, version, portsOf, publishedHost, asItWas }: ServiceReplacementParts,
  containers: readonly ContainerSummary[],
): Promise<ServiceReplacement> {
  refuseForeignName(plan, containers);
  const name = plan.compose.containerName;
  const olds = await oldContainers(plan, containers, publishedHost);
  const taken = new Set(containers.flatMap((container) => container.names));
  const newName = olds.length === 0 ? name : asideName(name, 'new', taken);
  const part: ServicePart = { service: plan.name, name, newName, olds: [...olds] };
  const runs = !asItWas || olds.some(({ wasRunning }) => wasRunning);
  let newId: string | null = null;
  let creating: Promise<string> | null = null;

  async function createNow({ calls }: Connection): Promise<string> {
    const made = await createContainer(calls, plan, { name: newName, replacement }, version);
    newId = made;
    return made;
  }

  // Made while the old one still runs: that binds no port, and what the engine refuses then costs no outage.
  function create(connection: Connection): Promise<string> {
    creating ??= createNow(connection);
    return creating;
  }

  return {
    plan,
    part,
    runs,
    get newId() {
      return newId;
    },
    create: async (connection) => void (await create(connection)),
    async run(connection, signal) {
      const { calls } = connection;
      const id = await create(connection);
      signal.throwIfAborted();
      await settled(olds.filter((old) => old.wasRunning).map((old) => calls.stop(old.id, null)));
      signal.throwIfAborted();
      // Renamed between stop and start and not before: the kernel takes down the old network meanwhile, and a start in
      // the midst of that was measured to take half as long again.
      await settled(olds.map((old) => calls.rename(old.id, asideName(old.name, 'kept', taken))));
      if (newName !== name) await calls.rename(id, name);
      signal.throwIfAborted();
      if (runs) await startContainer(calls, plan, id, { ports: portsOf(connection), signal });
    },
    async undo(connection, now) {
      const { calls } = connection;
      newId = null;
      const start = (id: string) => startContainer(calls, plan, id, { ports: portsOf(connection), signal: unending });
      const options = { replacement, containers: now, mayBeStopping: false, start };
      const { awaited, missing } = await takeBack(calls, part, options);
      if (missing.length > 0) throw new Fault('docker/refused', missing.join(' '));
      return awaited;
    },
    async commit({ calls }, now) {
      const aside = now.filter(
        (container) =>
          container.id !== newId &&
          belongsTo(container, plan) &&
          container.state !== 'running' &&
          container.names.some((one) => readAsideName(one) !== null),
      );
      // Without their unnamed volumes, which may hold data nobody bound to a folder.
      await Promise.all(aside.map(({ id }) => calls.remove(id, false)));
    },
  };
}

/** The containers of a service that a new one takes the place of; those that stand aside are not among them. */
export async function oldContainers(
  plan: ServicePlan,
  containers: readonly ContainerSummary[],
  publishedHost: string,
): Promise<readonly OldContainer[]> {
  const found = containers.flatMap((container) => {
    const { id, names, state, ports } = container;
    const own = names.find((one) => one === plan.compose.containerName) ?? names[0];
    if (own === undefined || readAsideName(own) !== null || !belongsTo(container, plan)) return [];
    return [{ id, name: own, ports, wasRunning: ['running', 'paused', 'restarting'].includes(state) }];
  });
  return Promise.all(
    found.map(async ({ ports, ...old }) => ({
      ...old,
      answeredAt: old.wasRunning ? await answering(plan, ports, publishedHost) : null,
    })),
  );
}

/** Where a container answers now, null where it does not: it need not be where its successor will. */
async function answering(
  { compose }: ServicePlan,
  ports: readonly ContainerPort[],
  publishedHost: string,
): Promise<string | null> {
  const url = publishedUrl(ports, listeningPort(compose), publishedHost);
  return (await answersNow(url, oldAnswerLimitMs)) ? url : null;
}

/** Fault: `docker/name-taken` where the name of the service's container is somebody else's. */
export function refuseForeignName(plan: ServicePlan, containers: readonly ContainerSummary[]): void {
  const { containerName, image } = plan.compose;
  const foreign = containers.find((one) => one.names.includes(containerName) && !belongsTo(one, plan));
  if (foreign === undefined) return;
  const title = serviceTitles[plan.name];
  const whose = foreign.image === image ? 'it was not made for this service' : `it runs ${foreign.image}`;
  const message = `A container named ${containerName} is there already and does not belong to ${title}: ${whose}.`;
  throw new Fault('docker/name-taken', message);
}
