import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { settled } from '../lib/settled.ts';
import { type AwaitedContainer, answersNow } from './answer.ts';
import type { ContainerPort, ContainerSummary } from './container-facts.ts';
import { createContainer } from './create-container.ts';
import type { Connection } from './engine.ts';
import type { EngineCalls } from './engine-calls.ts';
import { listeningPort, publishedUrl } from './health/service-url.ts';
import { asideName, belongsTo, readAsideName } from './ownership.ts';
import type { PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { startContainer } from './start-container.ts';

/** A container that is to be replaced or restarted, as it was. */
export interface OldContainer {
  readonly id: string;
  readonly name: string;
  readonly wasRunning: boolean;
  /** Where it publishes its server, which need not be where its successor does. */
  readonly ports: readonly ContainerPort[];
}

/** The replacement of one service's container. */
export interface ServiceReplacement {
  readonly plan: ServicePlan;
  /** The new container, null while there is none. */
  readonly newId: string | null;
  /** Whether the new container is started, so that it can be waited for. */
  readonly runs: boolean;
  run(connection: Connection, containers: readonly ContainerSummary[], signal: AbortSignal): Promise<void>;
  /**
   * Brings back what was, judged by what the engine has now; may be called again.
   * @returns the old container that is to answer again, null where none did before
   */
  undo(connection: Connection, containers: readonly ContainerSummary[]): Promise<AwaitedContainer | null>;
  commit(connection: Connection, containers: readonly ContainerSummary[]): Promise<void>;
}

/** How long the old container may take to show that it answers; it is asked while the new one is being made. */
const oldAnswerLimitMs = 1000;

/**
 * Makes the replacement of one service; nothing happens before `run`.
 * @param version for Compose's version label
 * @param asItWas true: the new container runs only where an old one did
 */
export function createServiceReplacement(
  plan: ServicePlan,
  version: string,
  portsOf: (connection: Connection) => PortSurroundings,
  asItWas = false,
): ServiceReplacement {
  const { compose } = plan;
  const name = compose.containerName;
  let olds: readonly OldContainer[] = [];
  let newId: string | null = null;
  let newNames: readonly string[] = [];
  let answering: AwaitedContainer | null = null;
  let runs = true;

  return {
    plan,
    get newId() {
      return newId;
    },
    get runs() {
      return runs;
    },
    async run(connection, containers, signal) {
      const { calls, endpoint } = connection;
      refuseForeignName(plan, containers);
      olds = ownContainers(plan, containers);
      runs = !asItWas || olds.some((old) => old.wasRunning);
      const asked = firstAnswering(plan, olds, endpoint.publishedHost);
      const taken = new Set(containers.flatMap((container) => container.names));
      // Made while the old one still runs: that binds no port, and what the engine refuses then costs no outage.
      const as = olds.length === 0 ? name : asideName(name, 'new', taken);
      // Noted before the call: an engine can make a container whose answer is lost.
      newNames = [as, name];
      const id = await createContainer(calls, plan, as, version);
      newId = id;
      answering = await asked;
      signal.throwIfAborted();
      await settled(olds.filter((old) => old.wasRunning).map((old) => calls.stop(old.id, null)));
      signal.throwIfAborted();
      // Renamed between stop and start and not before: the kernel takes down the old network meanwhile, and a start in
      // the midst of that was measured to take half as long again.
      await settled(olds.map((old) => calls.rename(old.id, asideName(old.name, 'kept', taken))));
      if (as !== name) await calls.rename(id, name);
      signal.throwIfAborted();
      if (runs) await startContainer(calls, plan, id, { ports: portsOf(connection), signal });
    },
    async undo(connection, containers) {
      const { calls } = connection;
      const oldIds = new Set(olds.map((old) => old.id));
      const isLost = (container: ContainerSummary) =>
        !oldIds.has(container.id) &&
        container.names.some((one) => newNames.includes(one)) &&
        belongsTo(container, plan);
      const isNew = newId === null ? isLost : ({ id }: ContainerSummary) => id === newId;
      await Promise.all(containers.filter(isNew).map(({ id }) => calls.remove(id, true)));
      newId = null;
      newNames = [];
      await Promise.all(olds.map((old) => restoreName(calls, old, containers)));
      const stopped = olds.filter((old) => old.wasRunning);
      const options = { ports: portsOf(connection), signal: new AbortController().signal };
      await Promise.all(stopped.map((old) => startContainer(calls, plan, old.id, options)));
      return answering;
    },
    async commit({ calls }, containers) {
      const aside = containers.filter(
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
export function ownContainers(plan: ServicePlan, containers: readonly ContainerSummary[]): OldContainer[] {
  return containers.flatMap((container) => {
    const { id, names, state, ports } = container;
    const own = names.find((one) => one === plan.compose.containerName) ?? names[0];
    if (own === undefined || readAsideName(own) !== null || !belongsTo(container, plan)) return [];
    return [{ id, name: own, ports, wasRunning: ['running', 'paused', 'restarting'].includes(state) }];
  });
}

/** The old container that answers now, null where none does. */
export async function firstAnswering(
  { name, compose }: ServicePlan,
  olds: readonly OldContainer[],
  publishedHost: string,
): Promise<AwaitedContainer | null> {
  const asked = olds.map(async ({ id, wasRunning, ports }): Promise<AwaitedContainer | null> => {
    const url = wasRunning ? publishedUrl(ports, listeningPort(compose), publishedHost) : null;
    return (await answersNow(url, oldAnswerLimitMs)) ? { name, id, url } : null;
  });
  return (await Promise.all(asked)).find((one) => one !== null) ?? null;
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

async function restoreName(
  calls: EngineCalls,
  { id, name }: OldContainer,
  containers: readonly ContainerSummary[],
): Promise<void> {
  const now = containers.find((container) => container.id === id);
  if (now === undefined) {
    throw new Fault('docker/refused', `The old container ${name} is gone: something else removed it meanwhile.`);
  }
  if (!now.names.includes(name)) await calls.rename(id, name);
}
