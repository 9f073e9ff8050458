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

/** Reaching an engine by the person's own `ssh`, as the docker command does. */
export interface SshTarget {
  readonly host: string;
  /** Null where ssh's own configuration says who. */
  readonly user: string | null;
  readonly port: number | null;
  /** The engine's socket over there, null for the one that docker uses there. */
  readonly socketPath: string | null;
}

/** One engine's address. */
export interface Endpoint {
  /** As Docker writes it, such as `unix:///var/run/docker.sock`; for messages. */
  readonly address: string;
  readonly target: EndpointTarget;
  /** Null where no ssh is between; else `target` is what is asked at the other end of it. */
  readonly ssh: SshTarget | null;
  /** Where published ports are to be asked: this computer, or the engine's own host. */
  readonly publishedHost: string;
}

const here = '127.0.0.1';
const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Reads an engine address of the forms DOCKER_HOST and contexts use: unix://, npipe://, tcp://, http(s)://, host:port,
 * and ssh://[user@]host[:port][/socket].
 * @param tls certificates that go with it; they turn tcp:// into https
 * Fault: `docker/unreachable` for what is no address.
 */
export function endpointOf(address: string, tls: TlsMaterial | null): Endpoint {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/s.exec(address) ?? [null, 'tcp', address];
  if (scheme === 'unix')
    return { address, target: { socketPath: rest || '/var/run/docker.sock' }, ssh: null, publishedHost: here };
  if (scheme === 'npipe') {
    const pipe = rest || '//./pipe/docker_engine';
    return { address, target: { socketPath: pipe }, ssh: null, publishedHost: here };
  }
  if (scheme === 'ssh') return sshEndpoint(address, rest ?? '');
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https')
    return networkEndpoint(address, scheme, rest ?? '', tls);
  throw notAnAddress(address);
}

/** What ssh would take for one of its options, or a shell for more than a name, is no host. */
const plainName = /^[\w][\w.%+-]*$/;

function sshEndpoint(address: string, rest: string): Endpoint {
  const url = urlOf(address, rest);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = url.username === '' ? null : decodeURIComponent(url.username);
  const isPlain = plainName.test(host) || /^[\da-f:.]+$/i.test(host);
  if (!isPlain || (user !== null && !plainName.test(user)) || url.password !== '') throw notAnAddress(address);
  const path = decodeURIComponent(url.pathname);
  return {
    address,
    target: { protocol: 'http', host: 'docker', port: 80 },
    ssh: {
      host,
      user,
      port: url.port === '' ? (/:80(?:\/|$)/.test(rest) ? 80 : null) : Number(url.port),
      socketPath: path === '/' || path === '' ? null : path,
    },
    publishedHost: loopback.test(host) ? here : host,
  };
}

function urlOf(address: string, rest: string): URL {
  try {
    const url = new URL(`http://${rest}`);
    if (url.hostname !== '') return url;
  } catch {
    // Said below.
  }
  throw notAnAddress(address);
}

function networkEndpoint(address: string, scheme: string, rest: string, tls: TlsMaterial | null): Endpoint {
  const url = urlOf(address, rest);
  // 2376 is the port Docker reserves for TLS, 2375 the plain one.
  const secure = tls !== null || scheme === 'https' || url.port === '2376';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 2376 : 2375) : Number(url.port);
  const protocol = secure ? 'https' : 'http';
  return {
    address,
    target: { protocol, host, port, ...tls },
    ssh: null,
    publishedHost: loopback.test(host) ? here : host,
  };
}

function notAnAddress(address: string): Fault {
  return new Fault('docker/unreachable', `${address} is not an address of a Docker engine.`, {
    hint: 'Write something like unix:///var/run/docker.sock, tcp://127.0.0.1:2375 or ssh://me@host.',
  });
}
