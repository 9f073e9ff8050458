import type { Unsubscribe } from '../../src-shared/define.ts';
import type { LampName, LampState, Service, ServiceName } from '../../src-shared/docker.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Clock, Log } from '../ports.ts';

/** Something was asked for a lamp, or is planned to be. */
export interface Probed {
  readonly service: ServiceName;
  readonly lamp: LampName;
  /** Null where this only says when it is asked again. */
  readonly probe: {
    /** ISO time. */
    readonly at: string;
    /** What the lamp showed with this answer, and why. */
    readonly state: LampState;
    readonly why: string;
    /** Milliseconds the answer took, null where there was none. */
    readonly ms: number | null;
  } | null;
  /** ISO time at which it is asked again, null where nothing is said of that. */
  readonly again: string | null;
}

/** Tells what was asked, and what is going to be. */
export interface ProbeNews {
  /** Something was asked for these lamps just now, and the lamps show it. @param ms how long the answer took */
  noteProbed(name: ServiceName, lamps: readonly LampName[], ms: number | null): void;
  /** /health of a service is asked again in that time. */
  noteAgain(name: ServiceName, inMs: number): void;
  onProbed(listener: (probed: Probed) => void): Unsubscribe;
}

/** Makes the news. @param services the services as they are shown at the moment of a call */
export function createProbeNews(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  services: () => readonly Service[],
): ProbeNews {
  const probed = createEmitter<Probed>((cause) => log.error('a listener to the probes failed', cause));
  return {
    noteProbed(name, lamps, ms) {
      const service = services().find((one) => one.name === name);
      const at = clock.now().toISOString();
      if (service === undefined || service.error !== null) return;
      for (const lamp of lamps) {
        const { state, why } = service.lamps[lamp];
        probed.emit({ service: name, lamp, again: null, probe: { at, state, why, ms } });
      }
    },
    noteAgain(name, inMs) {
      const again = new Date(clock.now().getTime() + inMs).toISOString();
      probed.emit({ service: name, lamp: 'http', again, probe: null });
    },
    onProbed: probed.on,
  };
}
