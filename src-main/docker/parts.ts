import { type Board, createBoard } from './board.ts';
import type { DockerPorts } from './docker-feature.ts';
import { type Connection, createEngine, type Engine, reach } from './engine.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createModelAnswers } from './model-answers.ts';
import { createObserver, type Observer } from './observer.ts';
import { createOperations, type Operations } from './operations.ts';
import type { ReplacementPorts } from './replacement.ts';

/** What the docker feature is made of, joined. */
export interface Parts {
  readonly engine: Engine;
  readonly board: Board;
  readonly observer: Observer;
  readonly operations: Operations;
  readonly lifecycle: Lifecycle;
  readonly replacements: ReplacementPorts;
  /** Ends every look and probe. */
  readonly off: AbortController;
}

/** How long an undo waits for an engine that is restarting. */
const restartLimitMs = 30_000;
const here = '127.0.0.1';

/** Makes the parts; nothing is asked before one of them is told to. */
export function createParts(ports: DockerPorts): Parts {
  const { clock, log, surroundings, serviceLimitMs } = ports;
  const off = new AbortController();
  const engine = createEngine(surroundings, () => board.publish(), ports.engineChoice);
  const models = createModelAnswers(clock.tick);
  const board = createBoard({
    ...{ clock, log, models, serviceLimitMs },
    engineState: () => engine.state,
    publishedHost: () => engine.publishedHost ?? here,
  });
  const replacements: ReplacementPorts = {
    connect: engine.connect,
    // Not bound to `off`: an undo goes on to its end while the app is being closed.
    reconnect: () => reach(engine, restartLimitMs, new AbortController().signal),
    portsOf: ({ endpoint }: Connection) => ({
      platform: surroundings.platform,
      isLocal: endpoint.publishedHost === here,
    }),
    // Compose 1 compares it with versions of its own and breaks where it does not begin with a number.
    version: `2.0.0-persag.${surroundings.version}`,
    limitMs: serviceLimitMs,
  };
  return {
    engine,
    board,
    observer: createObserver({ ...ports, board, engine, models, signal: off.signal }),
    operations: createOperations((name, doing) => {
      board.setBusy(name, doing);
      board.publish();
    }),
    lifecycle: createLifecycle(replacements),
    replacements,
    off,
  };
}
