import { createServer } from 'node:net';
import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { holderWords, type PortHolder } from '../../src-shared/port-holder.ts';
import type { ComposePort } from '../formats/compose-service.ts';
import type { ContainerSummary } from './container-facts.ts';
import { saidBy } from './engine-fault.ts';
import { belongsTo, composeOrigin } from './ownership.ts';
import { holderOnPort } from './port-holder.ts';
import { isListenedAt } from './port-listening.ts';
import type { ServicePlan } from './service-files.ts';

/** Where ports are looked at. */
export interface PortSurroundings {
  readonly platform: NodeJS.Platform;
  /** False for an engine on another computer, whose ports cannot be tried from here. */
  readonly isLocal: boolean;
  /** True for a look in passing, which must not take a port even for a moment. */
  readonly inPassing?: boolean;
}

/** A port that somebody else has. */
export interface PortConflict {
  readonly plan: ServicePlan;
  readonly port: number;
  readonly holder: PortHolder;
  /** True where the holder may be what an ended container left for a moment. */
  readonly mayPass: boolean;
}

/** The first port of the plans that somebody else has, or null. */
export async function findConflict(
  plans: readonly ServicePlan[],
  containers: readonly ContainerSummary[],
  surroundings: PortSurroundings,
): Promise<PortConflict | null> {
  return (await findConflicts(plans, containers, surroundings))[0] ?? null;
}

/**
 * The ports of the plans that somebody else has; those of containers that they replace are theirs. Asked first: the
 * engine's own list, because an engine without a proxy holds ports on which nobody listens; then the system, by listening.
 */
export async function findConflicts(
  plans: readonly ServicePlan[],
  containers: readonly ContainerSummary[],
  surroundings: PortSurroundings,
): Promise<readonly PortConflict[]> {
  const isOurs = (container: ContainerSummary) => plans.some((plan) => belongsTo(container, plan));
  const ours = containers.filter(isOurs);
  const others = containers.filter((container) => !isOurs(container));
  const all = plans.flatMap(wantedPorts);
  const found = all.map(async (wanted, index): Promise<PortConflict | null> => {
    const { plan, host } = wanted;
    const twin = all.slice(0, index).find((one) => overlaps(one, wanted));
    if (twin !== undefined) {
      return { plan, port: host, holder: { kind: 'service', service: twin.plan.name }, mayPass: false };
    }
    const other = others.find((container) => publishes(container, wanted));
    if (other !== undefined) return { plan, port: host, holder: containerHolder(other), mayPass: false };
    if (!surroundings.isLocal || ours.some((container) => publishes(container, wanted))) return null;
    const { platform, inPassing = false } = surroundings;
    const isHeld = inPassing ? await isHeldNow(wanted, platform) : !(await isFree(wanted));
    if (!isHeld) return null;
    const holder = await holderOnPort(host, surroundings.platform);
    // Nobody, or an engine's own part: it may be what an ended container left for a moment.
    return { plan, port: host, holder, mayPass: holder.kind === 'unknown' || holder.kind === 'engine' };
  });
  return (await Promise.all(found)).filter((conflict) => conflict !== null);
}

/** The fault for a conflict. */
export function conflictFault({ plan, port, holder }: PortConflict): Fault {
  const message = `Port ${port} is used by ${holderWords(holder)}, so ${serviceTitles[plan.name]} cannot have it.`;
  return new Fault('docker/port-taken', message);
}

/** The fault for a port the engine refused although nobody is seen to have it. @param cause what the engine said */
export function unseenHolderFault(plan: ServicePlan, cause: unknown): Fault {
  const said = /:(\d+)(?:\/tcp|\/udp)?(?::| |$)/.exec(saidBy(cause))?.[1];
  const port =
    said ??
    wantedPorts(plan)
      .map(({ host }) => host)
      .join(' or ');
  const title = serviceTitles[plan.name];
  return new Fault(
    'docker/port-taken',
    `Port ${port} is in use, so ${title} cannot have it; nobody is seen to hold it.`,
    {
      cause,
      hint: 'Restart Docker, which then gives up ports it holds by mistake; or publish another port in docker-compose.yml.',
    },
  );
}

/** True for the texts by which engines say that a port is held: by themselves, or by a process of the host. */
export function isPortRefusal(cause: unknown): boolean {
  return /port is already allocated|address already in use|failed to bind host port|ports are not available|forbidden by its access permissions/i.test(
    saidBy(cause),
  );
}

/** A published port with the service that wants it. */
export type WantedPort = ComposePort & { readonly host: number; readonly plan: ServicePlan };

/** The published ports of a plan. */
export function wantedPorts(plan: ServicePlan): WantedPort[] {
  return plan.compose.ports.flatMap((port) => (port.host === null ? [] : [{ ...port, host: port.host, plan }]));
}

/** A port of the host. */
export interface HostPort {
  readonly address: string;
  readonly host: number | null;
  readonly protocol: string;
}

/** True where a container has that port of the host. */
export function publishes(container: ContainerSummary, wanted: HostPort): boolean {
  return container.ports.some((port) => overlaps(port, wanted));
}

function overlaps(a: HostPort, b: HostPort): boolean {
  if (a.host !== b.host || a.protocol !== b.protocol) return false;
  return isEverywhere(a.address) || isEverywhere(b.address) || a.address === b.address;
}

/** True for the addresses that mean all of the host's. */
export function isEverywhere(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::' || address === '[::]';
}

/** Whether somebody on this computer listens at that port, without trying it. */
export async function isHeldNow({ address, host, protocol }: HostPort, platform: NodeJS.Platform): Promise<boolean> {
  return protocol === 'tcp' && host !== null && isListenedAt({ address, port: host }, platform);
}

/** False where somebody on this computer listens at that port. */
export async function isFree({ address, host, protocol }: HostPort): Promise<boolean> {
  if (protocol !== 'tcp' || host === null) return true;
  const addresses = isEverywhere(address) ? ['0.0.0.0', '::'] : [address];
  const answers = await Promise.all(addresses.map((one) => canListen(one, host)));
  return !answers.includes(false);
}

/** False only where somebody else listens: a port that this account may not have can still be the engine's. */
function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code !== 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::' }, () => server.close(() => resolve(true)));
  });
}

function containerHolder({ names, labels }: ContainerSummary): PortHolder {
  return { kind: 'container', name: names[0] ?? 'without a name', project: composeOrigin(labels) };
}
