import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import type { LightRagFeatures, LightRagService } from '../../src-shared/lightrag.ts';
import type { Secrets } from '../ports.ts';
import { type Asker, createAsker, NotLetIn } from './asker.ts';
import { type Credential, type Credentials, credentialsFor } from './credential.ts';
import { ask } from './http.ts';
import type { KnownServer } from './ports.ts';
import { readCounts, readFeatures, readHealth, readPipeline } from './readings.ts';

/** Asks servers what they say of themselves, and keeps for each run of one what does not change in it. */
export interface Looker {
  look(server: KnownServer): Promise<LightRagService>;
  /** Servers are shown again what they have refused. */
  again(name?: ServiceName): void;
}

interface Run {
  readonly key: string;
  readonly asker: Asker;
  /** Undefined before it was asked. */
  features: LightRagFeatures | null | undefined;
}

const nothingKnown = { version: null, apiVersion: null, documents: null, pipeline: null, features: null } as const;

/** Makes one. */
export function createLooker(secrets: Secrets, signal: AbortSignal): Looker {
  const runs = new Map<ServiceName, Run>();

  function runOf({ name, run, url }: KnownServer & { url: string }): Run {
    const key = `${run} ${url}`;
    const known = runs.get(name);
    if (known?.key === key) return known;
    const made: Run = { key, asker: createAsker(url, signal), features: undefined };
    runs.set(name, made);
    return made;
  }

  return {
    async look(server) {
      const credentials = await credentialsFor(server, secrets);
      const { name, url, isRunning } = server;
      const base = { service: name, ...nothingKnown };
      const silent = (problem: string): LightRagService => ({
        ...base,
        ...{ state: 'silent', problem, access: accessOf(server, credentials.all[0] ?? null, credentials) },
      });
      if (!isRunning) return silent('It does not run.');
      if (url === null) return silent('It publishes no port, so it cannot be asked.');
      const run = runOf({ ...server, url });
      try {
        const health = readHealth((await ask({ method: 'GET', url: `${url}/health` }, signal)).body);
        if (health === null) return silent('What answers is no LightRAG.');
        run.features ??= readFeatures((await ask({ method: 'GET', url: `${url}/openapi.json` }, signal)).body);
        const about = { version: health.core_version ?? null, apiVersion: health.api_version ?? null };
        const answer = await within({ ...server, url }, run, credentials.all);
        const access = accessOf(server, run.asker.shown(credentials.all), credentials);
        return { ...base, ...about, features: run.features, access, ...answer };
      } catch (cause) {
        return silent(`It does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`);
      }
    },
    again(name) {
      for (const [own, { asker }] of runs) if (name === undefined || own === name) asker.again();
    },
  };
}

type Within = Pick<LightRagService, 'state' | 'problem' | 'documents' | 'pipeline'>;

/** What it says only to those it lets in. */
async function within(
  server: KnownServer & { url: string },
  run: Run,
  credentials: readonly Credential[],
): Promise<Within> {
  const { asker, features } = run;
  const get = async (path: string) =>
    (await asker.ask({ method: 'GET', url: `${server.url}${path}` }, credentials)).body;
  try {
    const counts = features?.statusCounts === false ? '/documents' : '/documents/status_counts';
    // One after the other: where the first is refused, the second is not asked.
    const documents = readCounts(await get(counts));
    const pipeline = readPipeline(await get('/documents/pipeline_status'));
    return { state: 'answers', problem: null, documents, pipeline };
  } catch (cause) {
    if (!(cause instanceof NotLetIn)) throw cause;
    const wants = cause.wants === 'key' ? 'an API key' : 'a login';
    const shown = credentials.length === 0 ? 'and the app has none' : 'and refuses the one the app has';
    const problem = `${serviceTitles[server.name]} wants ${wants}, ${shown}.`;
    return { state: cause.wants === 'key' ? 'needs-key' : 'needs-login', problem, documents: null, pipeline: null };
  }
}

function accessOf(
  { envFile }: KnownServer,
  shown: Credential | null,
  { lasting, trouble }: Credentials,
): LightRagService['access'] {
  return { from: shown?.from ?? 'nothing', kind: shown?.kind ?? null, envFile, lasting, trouble };
}
