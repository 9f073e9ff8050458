import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { Fault } from '../../src-shared/errors.ts';
import { negotiate, oldest } from './api-version.ts';
import type { Endpoint } from './endpoint-address.ts';
import { connectionFault } from './engine-fault.ts';
import { sshAgent } from './ssh-connection.ts';

/** What an engine says of itself. */
export interface Pong {
  /** Docker's or Podman's own version, such as 20.10.24; empty where it does not say. */
  readonly version: string;
  /** The API version to speak with it. */
  readonly apiVersion: string;
}

/**
 * Asks an engine whether it is there. Plain HTTP, so that a look at an absent engine does not load the Docker client.
 * @param limitMs how long it may take in all; by ssh three times as long, as that greets first
 * @param env of an ssh that is started for it
 * Faults: `docker/not-found`, `docker/no-permission`, `docker/unreachable`, `docker/too-old`, `docker/ssh-failed`.
 */
export async function ping(endpoint: Endpoint, limitMs: number, env: Environment = process.env): Promise<Pong> {
  const agent = endpoint.ssh === null ? null : sshAgent(endpoint.ssh, env);
  try {
    return await askedPong(endpoint, agent === null ? limitMs : limitMs * 3, agent);
  } finally {
    agent?.destroy();
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

async function askedPong(endpoint: Endpoint, limitMs: number, agent: Agent | null): Promise<Pong> {
  const { target, address } = endpoint;
  const secure = 'protocol' in target && target.protocol === 'https';
  const protocol = secure ? 'https:' : 'http:';
  const options = { ...target, path: '/_ping', method: 'GET', agent: agent ?? false, protocol };
  // Loaded only here: the machinery of TLS is large, and most engines are reached without it.
  const open = secure ? (await import('node:https')).request : httpRequest;
  const response = await answer(() => open(options), endpoint, limitMs);
  const theirs = header(response, 'api-version');
  if (response.statusCode !== 200 || theirs === '') {
    const said = `${response.statusCode} and no API version`;
    throw new Fault('docker/unreachable', `What answers at ${address} is not a Docker engine (it said ${said}).`);
  }
  const version = /\/(\d[^\s]*)/.exec(header(response, 'server'))?.[1] ?? '';
  const apiVersion = negotiate(theirs);
  if (apiVersion === null) {
    const message = `The engine at ${address} speaks API ${theirs}; ${oldest} or newer is needed.`;
    throw new Fault('docker/too-old', message);
  }
  return { version, apiVersion };
}

function answer(open: () => ClientRequest, endpoint: Endpoint, limitMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = open();
    const timer = setTimeout(() => {
      const seconds = limitMs / 1000;
      reject(new Fault('docker/unreachable', `The engine at ${endpoint.address} did not answer within ${seconds} s.`));
      request.destroy();
    }, limitMs);
    request.on('error', (cause) => {
      clearTimeout(timer);
      const other = `The engine at ${endpoint.address} cannot be used: ${cause.message}.`;
      reject(connectionFault(cause, endpoint.address) ?? new Fault('docker/unreachable', other, { cause }));
    });
    request.on('response', (response) => {
      clearTimeout(timer);
      response.resume();
      resolve(response);
      // A ping's body says nothing more than its headers; a body that never ends must not keep the socket.
      response.on('error', () => undefined);
      response.on('end', () => request.destroy());
    });
    request.end();
  });
}

function header(response: IncomingMessage, name: string): string {
  const value = response.headers[name];
  return typeof value === 'string' ? value : '';
}
