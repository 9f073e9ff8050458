import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { freePort } from '../free-port.ts';
import type { TestHome } from '../homes.ts';
import { openAiDimension } from '../openai-answers.ts';
import { waitFor } from '../wait-for.ts';

/** The models that both services are told to use; the model server has them. */
export const realModels = { llm: 'reader:1b', embedding: 'near-words:1b' } as const;

/** LightRAG's settings for a model server of ours on the host, as a container sees it. */
export function modelEnvironment(port: number): Readonly<Record<string, string>> {
  const host = `http://host.docker.internal:${port}/v1`;
  return {
    LLM_BINDING: 'openai',
    LLM_BINDING_HOST: host,
    LLM_BINDING_API_KEY: 'not-needed',
    LLM_MODEL: realModels.llm,
    EMBEDDING_BINDING: 'openai',
    EMBEDDING_BINDING_HOST: host,
    EMBEDDING_BINDING_API_KEY: 'not-needed',
    EMBEDDING_MODEL: realModels.embedding,
    EMBEDDING_DIM: String(openAiDimension),
    // A model that is gone is to be told in seconds.
    LLM_TIMEOUT: '20',
    EMBEDDING_TIMEOUT: '20',
  };
}

/** Makes both services of a home use a model server of ours. */
export async function pointAtModelServer(home: TestHome, port: number): Promise<void> {
  for (const name of ['lightrag_server/env.server', 'lightrag_memory_server/env.memory_server']) {
    const path = join(home.folder, name);
    const lines = (await readFile(path, 'utf8')).split('\n');
    const ours = modelEnvironment(port);
    const kept = lines.filter((line) => !((line.split('=')[0] ?? '') in ours));
    const added = Object.entries(ours).map(([key, value]) => `${key}=${value}`);
    await writeFile(path, `${[...kept, ...added].join('\n')}\n`);
  }
}

/** One server in a container of its own, without a home. */
export interface RealServer {
  readonly url: string;
  /** Milliseconds from the container's start until /health answers. */
  readonly startedIn: number;
  remove(): Promise<void>;
}

/** Starts one and waits until it answers. */
export async function startRealServer(
  docker: Docker,
  image: string,
  environment: Readonly<Record<string, string>>,
): Promise<RealServer> {
  const port = await freePort();
  const container = await docker.createContainer({
    Image: image,
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ExposedPorts: { '9621/tcp': {} },
    HostConfig: {
      PortBindings: { '9621/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      ExtraHosts: ['host.docker.internal:host-gateway'],
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const begin = performance.now();
  try {
    await container.start();
    await waitFor('the real server', 120_000, async () => {
      return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })).ok;
    });
  } catch (cause) {
    const log = (await container.logs({ stdout: true, stderr: true, tail: 30 })).toString('utf8');
    await container.remove({ force: true, v: true });
    throw new Error(`The real server did not start. Its last words:\n${log}`, { cause });
  }
  const startedIn = Math.round(performance.now() - begin);
  return { url, startedIn, remove: () => container.remove({ force: true, v: true }) };
}
