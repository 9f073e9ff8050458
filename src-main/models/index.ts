import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ModelsState, models, NeededModel } from '../../src-shared/models.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { KnownNeed, ModelsPorts } from './ports.ts';
import { canPull, createPulls } from './pulls.ts';

/** The models feature: what the services need, and getting what an Ollama has not. */
export interface ModelsFeature extends Feature<typeof models> {
  end(): Promise<void>;
}

/** A host tells its progress many times a second; people see no difference beyond this. */
const tellEveryMs = 200;

/** Makes the feature; nothing is asked before it is told to. */
export function createModels(ports: ModelsPorts): ModelsFeature {
  const changed = createEmitter<ModelsState>((cause) => ports.log.error('a listener to the models failed', cause));
  const pulls = createPulls(ports, { now: tell, soon });
  let told = '';
  let telling: NodeJS.Timeout | undefined;

  const state = (): ModelsState => ({ needed: ports.needs().map(shown), pulls: pulls.all });

  function tell(): void {
    clearTimeout(telling);
    telling = undefined;
    const now = state();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    changed.emit(now);
  }

  function soon(): void {
    telling ??= setTimeout(tell, tellEveryMs);
  }

  const off = ports.onNeeds(tell);
  return {
    get: state,
    onChanged: changed.on,
    async check() {
      await ports.ask();
      return state();
    },
    pull({ service, role }) {
      const need = ports.needs().find((one) => one.service === service && one.role === role);
      if (need === undefined) throw new Fault('models/cannot-pull', 'The files of the service cannot be used.');
      pulls.begin(need);
      return state();
    },
    async cancel({ id }) {
      await pulls.cancel(id);
      return state();
    },
    async end() {
      off();
      clearTimeout(telling);
      await pulls.end();
    },
  };
}

function shown(need: KnownNeed): NeededModel {
  const { service, role, binding, model, host, presence } = need;
  const command = binding === 'ollama' && presence === 'missing' ? `ollama pull ${model}` : null;
  return { service, role, binding, model, host, presence, command, canPull: canPull(need) };
}
