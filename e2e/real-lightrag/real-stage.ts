import type Docker from 'dockerode';
import { type PrivateEngine, startPrivateEngine } from '../stand-ins/engine/private-engine.ts';
import { type ModelServer, startModelServer } from '../stand-ins/model-server.ts';
import { ensureRealImage } from '../stand-ins/real-lightrag/build.ts';
import { realModels } from '../stand-ins/real-lightrag/real-service.ts';
import { whyNoRealServer } from '../stand-ins/real-lightrag/why-not.ts';

/** Why the real server cannot be had here, null where it can: `describe.runIf(without === null)`. */
export const without = await whyNoRealServer();
if (without !== null) console.log(`The real LightRAG server is not tested here: ${without}.`);

/** A private engine with the real server's image, and models for it. */
export interface RealStage {
  readonly engine: PrivateEngine;
  readonly docker: Docker;
  readonly image: string;
  /** Listens on all addresses: for containers and for the app. */
  models: ModelServer;
  end(): Promise<void>;
}

/** Starts them; the image is made where the cache has no archive of it. */
export async function startRealStage(): Promise<RealStage> {
  const engine = await startPrivateEngine();
  try {
    const image = await ensureRealImage(engine.docker, (line) => console.log(line));
    const stage: RealStage = {
      engine,
      docker: engine.docker,
      image,
      models: await startModels(),
      async end() {
        await stage.models.stop();
        await engine.stop();
      },
    };
    return stage;
  } catch (cause) {
    await engine.stop();
    throw cause;
  }
}

/** The model server; at the same port where it is one that comes back. */
export function startModels(port = 0): Promise<ModelServer> {
  return startModelServer({ models: [realModels.llm, realModels.embedding], address: '0.0.0.0', port });
}
