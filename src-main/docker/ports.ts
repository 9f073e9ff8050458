import { createServer } from 'node:net';
import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ComposePort } from '../formats/compose-service.ts';
import type { ContainerSummary } from './container-facts.ts';
import { saidBy } from './engine-fault.ts';
import { belongsTo, composeOrigin } from './ownership.ts';
import { processOnPort } from './port-process.ts';
import type { ServicePlan } from './service-files.ts';

/** Where ports are looked at. */
export interface PortSurroundings {
  readonly platform: NodeJS.Platform;
  /** False for an engine on another computer, whose ports cannot be tried from here. */
  readonly isLocal: boolean;
}

/** A port that somebody else has. */
export interface PortConflict {
  readonly plan: ServicePlan;
  readonly port: number;
  /** Who has it, in words. */
  readonly holder: string;
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
      const holder = `${serviceTitles[twin.plan.name]}, by its docker-compose.yml`;
      return { plan, port: host, holder, mayPass: false };
    }
    const other = others.find((container) => publishes(container, wanted));
    if (other !== undefined) return { plan, port: host, holder: describeContainer(other), mayPass: false };
    if (!surroundings.isLocal || ours.some((container) => publishes(container, wanted))) return null;
    if (await isFree(wanted)) return null;
    return { plan, port: host, ...(await describeProcess(host, surroundings.platform)) };
  });
  return (await Promise.all(found)).filter((conflict) => conflict !== null);
}

/** The fault for a conflict. */
export function conflictFault({ plan, port, holder }: PortConflict): Fault {
  const message = `Port ${port} is used by ${holder}, so ${serviceTitles[plan.name]} cannot have it.`;
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

type WantedPort = ComposePort & { readonly host: number; readonly plan: ServicePlan };

function wantedPorts(plan: ServicePlan): WantedPort[] {
  return plan.compose.ports.flatMap((port) => (port.host === null ? [] : [{ ...port, host: port.host, plan }]));
}

interface HostPort {
  readonly address: string;
  readonly host: number | null;
  readonly protocol: string;
}

function publishes(container: ContainerSummary, wanted: HostPort): boolean {
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

async function isFree({ address, host, protocol }: HostPort): Promise<boolean> {
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

function describeContainer({ names, labels }: ContainerSummary): string {
  const project = composeOrigin(labels);
  const name = `the container ${names[0] ?? 'without a name'}`;
  return project === null ? name : `${name} of the Compose project ${project}`;
}

async function describeProcess(
  port: number,
  platform: NodeJS.Platform,
): Promise<Pick<PortConflict, 'holder' | 'mayPass'>> {
  const process = platform === 'linux' ? await processOnPort(port) : null;
  if (process === null) {
    return { holder: `another program (\`${findCommand(port, platform)}\` names it)`, mayPass: true };
  }
  const holder = `${process.name} (pid ${process.pid})`;
  // What engines put between a port and its container; the container was not in this engine's list.
  const isProxy = /^(docker-proxy|rootlessport|rootlesskit|conmon|slirp4netns|pasta)/.test(process.name);
  return isProxy
    ? { holder: `${holder}, for a container of another engine`, mayPass: true }
    : { holder, mayPass: false };
}

function findCommand(port: number, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `netstat -ano | findstr :${port}`;
  if (platform === 'darwin') return `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
  return `sudo ss -ltnp 'sport = :${port}'`;
}
