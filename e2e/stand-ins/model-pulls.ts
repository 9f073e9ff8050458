import type { ServerResponse } from 'node:http';

/** How many steps a pull takes to its end. */
export const pullSteps = 4;

/** The pulls of a model server: each goes on by a step when it is told to. */
export interface Pulls {
  /** Models that can be got, with their tags; others are not known. */
  offer(models: readonly string[]): void;
  /** Sends the lines of a pull, one a step, as Ollama does; a client that goes away ends it. */
  pull(model: string, response: ServerResponse): Promise<void>;
  /** Lets the pulls that run go on by one step. */
  step(): void;
  readonly isPulling: boolean;
}

/** Makes them. @param got told of each model that was got whole */
export function createPulls(got: (model: string) => void): Pulls {
  let offered: readonly string[] = [];
  const steps = new Set<() => void>();

  /** @returns false where the client went away meanwhile */
  const nextStep = (response: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const go = () => resolve(true);
      steps.add(go);
      response.on('close', () => {
        steps.delete(go);
        resolve(false);
      });
    });

  return {
    offer(models) {
      offered = models;
    },
    async pull(model, response) {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      const send = (line: object) => response.write(`${JSON.stringify(line)}\n`);
      send({ status: 'pulling manifest' });
      // What fails is told in the middle of the answer, with its status sent long before.
      if (!offered.includes(model)) {
        response.end(`${JSON.stringify({ error: 'pull model manifest: file does not exist' })}\n`);
        return;
      }
      for (let step = 1; step <= pullSteps; step += 1) {
        if (!(await nextStep(response))) return;
        const completed = (step * 4_000_000_000) / pullSteps;
        send({ status: 'pulling 170370233dd5', digest: 'sha256:170370233dd5', total: 4_000_000_000, completed });
      }
      got(model);
      send({ status: 'verifying sha256 digest' });
      response.end(`${JSON.stringify({ status: 'success' })}\n`);
    },
    step() {
      for (const go of [...steps]) {
        steps.delete(go);
        go();
      }
    },
    get isPulling() {
      return steps.size > 0;
    },
  };
}
