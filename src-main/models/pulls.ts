import { randomUUID } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import type { ModelPull } from '../../src-shared/models.ts';
import { toAppError } from '../lib/app-error.ts';
import type { KnownNeed, ModelsPorts } from './ports.ts';
import { pullModel } from './pull-model.ts';

/** What hosts get and got, one entry for a model of a host. */
export interface Pulls {
  /** The newest first. */
  readonly all: readonly ModelPull[];
  /** Whoever asks for what is under way joins it. Fault: `models/cannot-pull`. */
  begin(need: KnownNeed): void;
  /** Answers when it has ended. */
  cancel(id: string): Promise<void>;
  /** Cancels all. */
  end(): Promise<void>;
}

interface Running {
  readonly off: AbortController;
  readonly ended: Promise<void>;
}

/** Makes the list. @param told by what its changes are made known: at once, or a little later with others */
export function createPulls({ clock, log, needs, ask }: ModelsPorts, told: { now(): void; soon(): void }): Pulls {
  const running = new Map<string, Running>();
  let all: readonly ModelPull[] = [];

  function put(id: string, change: Partial<ModelPull>): void {
    all = all.map((pull) => (pull.id === id ? { ...pull, ...change } : pull));
  }

  async function follow(id: string, to: Parameters<typeof pullModel>[0], signal: AbortSignal): Promise<void> {
    const end = (change: Partial<ModelPull>) => put(id, { ...change, endedAt: clock.now().toISOString() });
    try {
      await pullModel(to, {
        signal,
        onProgress(progress) {
          put(id, progress);
          told.soon();
        },
      });
      // The lamp is to know of it before the pull shows as done.
      await ask().catch((cause) => log.error('the model hosts could not be asked', cause));
      end({ state: 'done' });
    } catch (cause) {
      const error = toAppError(cause, log);
      end({ state: error.code === 'models/cancelled' ? 'cancelled' : 'failed', error });
    } finally {
      running.delete(id);
      told.now();
    }
  }

  return {
    get all() {
      return all;
    },
    begin(need) {
      const { url, model, host } = need;
      const isSame = (pull: ModelPull) => pull.model === model && pull.host === host;
      if (all.some((pull) => isSame(pull) && pull.state === 'running')) return;
      if (url === null || !canPull(need)) {
        throw new Fault('models/cannot-pull', `The app cannot have ${host} get ${model}.`);
      }
      const id = randomUUID();
      const services = needs().filter((one) => one.model === model && one.host === host);
      const fresh: ModelPull = {
        ...{ id, model, host, services: [...new Set(services.map(({ service }) => service))], state: 'running' },
        ...{ doing: '', received: null, total: null, startedAt: clock.now().toISOString(), endedAt: null, error: null },
      };
      all = [fresh, ...all.filter((pull) => !isSame(pull))];
      const off = new AbortController();
      running.set(id, { off, ended: follow(id, { url, model, host }, off.signal) });
      told.now();
    },
    async cancel(id) {
      const one = running.get(id);
      one?.off.abort();
      await one?.ended;
    },
    async end() {
      for (const { off } of running.values()) off.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** Whether the app can have the host of a need get its model: only Ollama takes such a request. */
export function canPull({ binding, url, presence }: KnownNeed): boolean {
  return binding === 'ollama' && url !== null && presence === 'missing';
}
