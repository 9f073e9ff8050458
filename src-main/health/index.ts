import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { HealthState, health } from '../../src-shared/health.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createHistory } from './history.ts';
import type { HealthPorts } from './ports.ts';
import { historyText, readHistory } from './saved-history.ts';

/** The health feature: how the lamps came to show what they show. */
export interface HealthFeature extends Feature<typeof health> {
  /** Reads what an earlier process kept. Never throws: without it the past begins now. */
  load(): Promise<void>;
  /** Keeps the past across restarts from now on, until `end`. One process of a home does. */
  watch(): void;
  end(): Promise<void>;
}

/** Probes come every few seconds: told at most that often. What changes a lamp is told at once. */
const tellEveryMs = 1000;
const saveEveryMs = 60_000;

/** Makes the feature; it listens from the start, so that a single look is in it, too. */
export function createHealth(ports: HealthPorts): HealthFeature {
  const { clock, log, files } = ports;
  const changed = createEmitter<HealthState>((cause) => log.error('a listener to the past of the lamps failed', cause));
  const history = createHistory();
  let telling: NodeJS.Timeout | undefined;
  let saving: NodeJS.Timeout | undefined;
  let saved = '';

  function tell(): void {
    clearTimeout(telling);
    telling = undefined;
    changed.emit(history.state);
  }

  const offs: readonly Unsubscribe[] = [
    ports.onLamps((state) => {
      if (history.noteLamps(state, clock.now().toISOString())) tell();
    }),
    ports.onProbed((told) => {
      history.noteProbe(told);
      telling ??= setTimeout(tell, tellEveryMs);
    }),
  ];

  async function save(): Promise<void> {
    const text = historyText(history.state);
    if (text === saved) return;
    try {
      await files.write(ports.path(), new TextEncoder().encode(text));
      saved = text;
    } catch (cause) {
      // A full disk or a read-only home costs the past, and nothing else.
      log.warn(`the past of the lamps was not kept: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }

  return {
    get: () => history.state,
    onChanged: changed.on,
    async load() {
      try {
        const text = await files.readText(ports.path());
        const kept = text === null ? null : readHistory(text);
        if (kept !== null) history.prepend(kept);
      } catch (cause) {
        log.warn(`the past of the lamps cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    },
    watch() {
      saving ??= setInterval(() => void save(), saveEveryMs);
    },
    async end() {
      for (const off of offs) off();
      clearTimeout(telling);
      if (saving === undefined) return;
      clearInterval(saving);
      await save();
    },
  };
}
