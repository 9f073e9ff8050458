import { Agent as HttpAgent } from 'node:http';
import type { EngineOrigin } from '../../src-shared/engines.ts';
import type { Fault } from '../../src-shared/errors.ts';
import type { EndpointSurroundings, NamedEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint-address.ts';
import { createEngineCalls, type EngineCalls } from './engine-calls.ts';
import { createImageCalls, type ImageCalls } from './image-calls.ts';
import type { Pong } from './ping.ts';
import { sshAgent } from './ssh-connection.ts';

/** A usable engine, until a call fails because it is gone. */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly calls: EngineCalls;
  readonly images: ImageCalls;
}

/** Which engine is in use, and where it is known from. */
export interface UsedEngine {
  readonly name: string;
  readonly origin: EngineOrigin;
  readonly address: string;
}

/** An engine that has answered. */
export interface FoundEngine extends NamedEndpoint {
  readonly pong: Pong;
}

/** A connection with what its owner needs to end it. */
export interface OpenConnection {
  readonly connection: Connection;
  readonly used: UsedEngine;
  /** Ends all its open calls with a fault. */
  close(fault: Fault): void;
}

/** Makes the client of an engine. @param suspect told when a call failed because the engine could not be reached */
export async function openConnection(
  { name, origin, endpoint, pong }: FoundEngine,
  env: EndpointSurroundings['env'],
  suspect: (connection: Connection) => void,
): Promise<OpenConnection> {
  // Loaded here and not above: the client is large, and a look at an engine that is not there needs none of it.
  const { default: Client } = await import('dockerode');
  const { target, address } = endpoint;
  const agent = await agentFor(endpoint, env);
  // Every field is given, because the client fills those left out from DOCKER_HOST.
  const nothing = { host: undefined, port: undefined, socketPath: undefined, ca: undefined, cert: undefined };
  const plain = { ...nothing, key: undefined, protocol: 'http' as const };
  const options = { ...plain, ...target, agent, version: `v${pong.apiVersion}` };
  const lost = new AbortController();
  const client = new Client(options);
  const calls = createEngineCalls(client, address, lost.signal, () => suspect(connection));
  const connection: Connection = { endpoint, calls, images: createImageCalls(client, address) };
  return {
    connection,
    used: { name, origin, address },
    close(fault) {
      lost.abort(fault);
      agent.destroy();
    },
  };
}

async function agentFor({ target, ssh }: Endpoint, env: EndpointSurroundings['env']): Promise<HttpAgent> {
  if (ssh !== null) return sshAgent(ssh, env);
  const secure = 'protocol' in target && target.protocol === 'https';
  const Agent = secure ? (await import('node:https')).Agent : HttpAgent;
  return new Agent({ keepAlive: true });
}
