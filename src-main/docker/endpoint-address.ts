import { Fault } from '../../src-shared/errors.ts';

/** Certificates for an engine behind TLS, as PEM text. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** How to reach an engine; the names are those of node:http. */
export type EndpointTarget =
  | { readonly socketPath: string }
  | ({ readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number } & TlsMaterial);

/** One engine's address. */
export interface Endpoint {
  /** As Docker writes it, such as `unix:///var/run/docker.sock`; for messages. */
  readonly address: string;
  readonly target: EndpointTarget;
  /** Where published ports are to be asked: this computer, or the engine's own host. */
  readonly publishedHost: string;
}

const here = '127.0.0.1';
const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Reads an engine address of the forms DOCKER_HOST and contexts use: unix://, npipe://, tcp://, http(s)://, host:port.
 * @param tls certificates that go with it; they turn tcp:// into https
 * Fault: `docker/unreachable` for ssh:// and what is no address.
 */
export function endpointOf(address: string, tls: TlsMaterial | null): Endpoint {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/s.exec(address) ?? [null, 'tcp', address];
  if (scheme === 'unix')
    return { address, target: { socketPath: rest || '/var/run/docker.sock' }, publishedHost: here };
  if (scheme === 'npipe') {
    const pipe = rest || '//./pipe/docker_engine';
    return { address, target: { socketPath: pipe }, publishedHost: here };
  }
  if (scheme === 'ssh') {
    throw new Fault('docker/unreachable', `The app cannot reach an engine over ssh (${address}).`, {
      hint: "Forward the engine's socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST) and set DOCKER_HOST to it.",
    });
  }
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https')
    return networkEndpoint(address, scheme, rest ?? '', tls);
  throw notAnAddress(address);
}

function networkEndpoint(address: string, scheme: string, rest: string, tls: TlsMaterial | null): Endpoint {
  let url: URL;
  try {
    url = new URL(`http://${rest}`);
  } catch {
    throw notAnAddress(address);
  }
  if (url.hostname === '') throw notAnAddress(address);
  // 2376 is the port Docker reserves for TLS, 2375 the plain one.
  const secure = tls !== null || scheme === 'https' || url.port === '2376';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 2376 : 2375) : Number(url.port);
  const protocol = secure ? 'https' : 'http';
  return {
    address,
    target: { protocol, host, port, ...tls },
    publishedHost: loopback.test(host) ? here : host,
  };
}

function notAnAddress(address: string): Fault {
  return new Fault('docker/unreachable', `${address} is not an address of a Docker engine.`, {
    hint: 'Set DOCKER_HOST to something like unix:///var/run/docker.sock or tcp://127.0.0.1:2375, or unset it.',
  });
}
