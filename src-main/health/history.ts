import {
  type DockerState,
  type LampName,
  lampNames,
  type Service,
  type ServiceName,
  serviceNames,
} from '../../src-shared/docker.ts';
import { type HealthState, healthLimits, type LampHistory } from '../../src-shared/health.ts';
import type { ToldProbe } from './ports.ts';

/** The past of all lamps, bounded. Never changed in place: what was handed out stays as it was. */
export interface History {
  readonly state: HealthState;
  /** Takes over what the lamps show now. @returns whether one of them changed */
  noteLamps(docker: DockerState, at: string): boolean;
  noteProbe(told: ToldProbe): void;
  /** Puts what an earlier process kept behind what is known by now. */
  prepend(saved: HealthState): void;
}

const nothing: LampHistory = { probes: [], transitions: [], again: null };
/** Looks come in bursts, one for each event of the engine: those of one state within this time are one. */
const burstMs = 1000;

/** Makes an empty history. */
export function createHistory(): History {
  const lamps = new Map<string, LampHistory>();
  /** Services whose container was asked for at least once: before that their lamps say nothing of them. */
  const asked = new Set<ServiceName>();
  const waiting = new Map<ServiceName, { readonly service: Service; readonly at: string }>();
  const keyOf = (service: ServiceName, lamp: LampName) => `${service} ${lamp}`;
  const of = (service: ServiceName, lamp: LampName) => lamps.get(keyOf(service, lamp)) ?? nothing;
  const put = (service: ServiceName, lamp: LampName, history: LampHistory) => lamps.set(keyOf(service, lamp), history);

  function noteService({ name, lamps: shown, error }: Service, at: string): boolean {
    let changed = false;
    for (const lamp of lampNames) {
      const { state: to, why } = shown[lamp];
      const history = of(name, lamp);
      const from = history.transitions[0]?.to ?? null;
      const isBeginning = from === null && (to === 'starting' || to === 'unknown') && error === null;
      // The model hosts are asked a moment after the start; that is no change of theirs.
      if (to === from || isBeginning || (lamp === 'model' && to === 'starting')) continue;
      changed = true;
      const transitions = [{ at, from, to, why }, ...history.transitions].slice(0, healthLimits.transitions);
      put(name, lamp, { ...history, transitions });
    }
    return changed;
  }

  return {
    get state() {
      return { services: serviceNames.map((name) => ({ name, lamps: fourOf((lamp) => of(name, lamp)) })) };
    },
    noteLamps({ engine, services }, at) {
      // Until the engine was found or not, lamps show only that nobody knows yet.
      if (engine.state === 'connecting') return false;
      const told = services.filter((service) => {
        if (engine.state === 'unreachable' || service.error !== null || asked.has(service.name)) return true;
        waiting.set(service.name, { service, at });
        return false;
      });
      return told.map((service) => noteService(service, at)).includes(true);
    },
    noteProbe({ service, lamp, probe, again }) {
      if (lamp === 'container' && probe !== null && !asked.has(service)) {
        asked.add(service);
        // What its lamps showed with this very answer was told a moment before it.
        const held = waiting.get(service);
        if (held !== undefined) noteService(held.service, held.at);
        waiting.delete(service);
      }
      const history = of(service, lamp);
      if (probe === null) {
        put(service, lamp, { ...history, again });
        return;
      }
      const [last] = history.probes;
      const isBurst =
        last !== undefined && last.state === probe.state && Date.parse(probe.at) - Date.parse(last.at) < burstMs;
      const before = isBurst ? history.probes.slice(1) : history.probes;
      const probes = [probe, ...before].slice(0, healthLimits.probes);
      put(service, lamp, { ...history, probes, again });
    },
    prepend(saved) {
      for (const { name, lamps: kept } of saved.services) {
        for (const lamp of lampNames) {
          const now = of(name, lamp);
          put(name, lamp, {
            probes: [...now.probes, ...kept[lamp].probes].slice(0, healthLimits.probes),
            transitions: [...now.transitions, ...kept[lamp].transitions].slice(0, healthLimits.transitions),
            again: now.again,
          });
        }
      }
    },
  };
}

function fourOf(of: (lamp: LampName) => LampHistory): Record<LampName, LampHistory> {
  return { container: of('container'), http: of('http'), model: of('model'), mounts: of('mounts') };
}
