import type { Feature } from '../../src-shared/define.ts';
import type { EngineChoice, EnginesState, engines } from '../../src-shared/engines.ts';
import { createTeller } from '../lib/teller.ts';
import { type FileWatch, watchFiles } from '../lib/watch-files.ts';
import { findChoice } from './find-choice.ts';
import { choicePath, readChoice, writeChoice } from './kept-choice.ts';
import type { EnginesPorts } from './ports.ts';
import { whyInUse } from './why-in-use.ts';

/** The feature of engines: which there are, and which one was chosen. */
export interface EnginesFeature extends Feature<typeof engines> {
  /** The engine that was chosen, null while the app chooses; read anew each time. */
  choice(): Promise<EngineChoice | null>;
  /** Begins to follow the engine, and a choice that another process makes, until `end`. */
  watch(): Promise<void>;
  end(): Promise<void>;
}

/** Makes the feature of engines (spec 4.1). */
export function createEngines(ports: EnginesPorts): EnginesFeature {
  let watching: FileWatch | null = null;
  let off: (() => void) | null = null;
  let followed = '';
  /** Whether anybody has looked: before that, no engine is asked for their sake. */
  let isShown = false;

  async function state(): Promise<EnginesState> {
    const { choice, trouble } = await readChoice(ports);
    const engines = await ports.listEngines(choice);
    return { engines, choice, why: whyInUse(ports.usedEngine(), choice, engines), trouble };
  }

  const { on, tell } = createTeller(state, (cause) => ports.log.error('the engines could not be told', cause));

  /** Goes over to another engine; one that cannot be used is a state that the docker domain tells. */
  async function follow(): Promise<void> {
    await ports.changeEngine().catch((cause) => ports.log.warn(`the chosen engine cannot be used: ${String(cause)}`));
    if (isShown) await tell();
  }

  async function keep(choice: EngineChoice | null): Promise<void> {
    const release = await ports.hold('choosing a Docker engine');
    try {
      await writeChoice(ports, choice);
      followed = JSON.stringify(choice);
      await follow();
    } finally {
      await release();
    }
  }

  return {
    list() {
      isShown = true;
      return state();
    },
    async use({ engine }) {
      const { choice: before } = await readChoice(ports);
      const choice = findChoice(engine, await ports.listEngines(before));
      if (choice !== null) await ports.checkEngine(choice);
      await keep(choice);
      return state();
    },
    onChanged: on,
    choice: async () => (await readChoice(ports)).choice,
    async watch() {
      followed = JSON.stringify((await readChoice(ports)).choice);
      let known = '';
      off ??= ports.onEngine((engine) => {
        const now = JSON.stringify(engine);
        if (now !== known && isShown) void tell();
        known = now;
      });
      watching ??= await watchFiles({
        paths: async () => [choicePath(ports)],
        async onChange() {
          const now = JSON.stringify((await readChoice(ports)).choice);
          if (now === followed) return;
          followed = now;
          await follow();
        },
        onTrouble: () => undefined,
      });
    },
    async end() {
      off?.();
      await watching?.end();
      watching = null;
    },
  };
}
