import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { findEngineForTests } from '../../e2e/stand-ins/engine/find-engine.ts';
import { writePlainHome } from '../../e2e/stand-ins/homes.ts';
import { ensureStandInImage } from '../../e2e/stand-ins/lightrag/build.ts';
import { type ModelServer, startModelServer } from '../../e2e/stand-ins/model-server.ts';

import { caller, makeCore } from './core.ts';

/** An engine with the stand-in's image, and a model server: what homes with running services need. */
export interface EngineStage {
  readonly docker: Docker;
  readonly dockerHost: string;
  /** A new home with the users paula and charlie, whose containers end in `suffix`. */
  home(suffix: string): Promise<string>;
  /** The one home whose services run and answer, for rows that only look at it. */
  startedHome(): Promise<string>;
}

/** The things that rows share; each is made when it is first asked for, and gone after `end`. */
export interface Stage {
  engine(): Promise<EngineStage>;
  /** A new folder, on the disk of the system's temporary files. */
  folder(): Promise<string>;
  end(): Promise<void>;
}

/** Makes an empty stage. @param say is told what goes on, a line each time */
export function createStage(say: (line: string) => void): Stage {
  const ends: (() => Promise<void>)[] = [];
  let engine: Promise<EngineStage> | null = null;

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'persag-bench-'));
    ends.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  async function openEngine(): Promise<EngineStage> {
    const found = await findEngineForTests();
    if (found.kind === 'none') throw new Error(found.reason);
    ends.push(() => found.end());
    const { docker, dockerHost } = found;
    // Short, so that the window shows it on one line, however long it has been running.
    const names = found.kind === 'private' ? ['lightrag-stand-in:1.5.7'] : [];
    const made = await ensureStandInImage(docker, { names, report: say });
    const image = names[0] ?? made.name;
    const models: ModelServer = await startModelServer();
    ends.push(() => models.stop());
    let started: Promise<string> | null = null;
    const users = [{ id: 'paula', name: 'Paula', type: 'Admin' as const }, { id: 'charlie' }];
    const modelUrl = `http://host.docker.internal:${models.port}`;
    async function home(suffix: string): Promise<string> {
      const path = await folder();
      await writePlainHome(path, { image, users, suffix, modelUrl });
      return path;
    }
    async function startHome(): Promise<string> {
      const path = await home('_bench');
      const core = makeCore(path, dockerHost);
      await core.open({ watch: false });
      await core.features.docker.start({ services: ['knowledge', 'memory'] }, caller);
      await core.end();
      return path;
    }
    return { docker, dockerHost, home, startedHome: () => (started ??= startHome()) };
  }

  return {
    folder,
    engine: () => (engine ??= openEngine()),
    async end() {
      for (const one of ends.splice(0).reverse()) await one();
    },
  };
}
