import type { ComposePort, ComposeService } from '../../formats/compose-service.ts';
import type { ContainerPort } from '../container-facts.ts';
import { isEverywhere } from '../ports.ts';

/** LightRAG's own port where PORT is not set. */
const defaultPort = 9621;

/** The port the service listens on inside its container. */
export function listeningPort(compose: ComposeService): number {
  const port = Number(compose.environment.PORT);
  return Number.isInteger(port) && port > 0 ? port : defaultPort;
}

/**
 * Where the service can be asked from this computer, without a slash at the end; null where no port is published.
 * @param ports those of the running container, for ports whose number the engine chose
 * @param publishedHost the host of a port that is published on all addresses
 */
export function serviceUrl(
  compose: ComposeService,
  publishedHost: string,
  ports: readonly ContainerPort[] = [],
): string | null {
  return publishedUrl([...compose.ports, ...ports], listeningPort(compose), publishedHost);
}

/**
 * Where a container with these ports can be asked; null where it publishes none.
 * @param inside the port its server listens on, preferred where several are published
 */
export function publishedUrl(
  ports: readonly (ContainerPort | ComposePort)[],
  inside: number,
  publishedHost: string,
): string | null {
  const published = ports.filter(({ host, protocol }) => host !== null && protocol === 'tcp');
  const port = published.find(({ container }) => container === inside) ?? published[0];
  if (port === undefined) return null;
  const host = isEverywhere(port.address) ? publishedHost : port.address.replace(/^\[|\]$/g, '');
  return `http://${host.includes(':') ? `[${host}]` : host}:${port.host}`;
}
