import { call, event, none } from './define.ts';
import type { LampName, LampState, ServiceName } from './docker.ts';

/** One question that was asked for a lamp, and what the lamp showed with its answer. */
export interface LampProbe {
  /** ISO time. */
  readonly at: string;
  readonly state: LampState;
  readonly why: string;
  /** Milliseconds the answer took, null where there was none. */
  readonly ms: number | null;
}

/** A lamp that changed. */
export interface LampTransition {
  /** ISO time. */
  readonly at: string;
  /** Null for the first state that is known, as after the app was started. */
  readonly from: LampState | null;
  readonly to: LampState;
  readonly why: string;
}

/** What is remembered of one lamp; of both lists the newest first. */
export interface LampHistory {
  readonly probes: readonly LampProbe[];
  readonly transitions: readonly LampTransition[];
  /** ISO time at which it is asked again, null where that is not planned. */
  readonly again: string | null;
}

/** The four lamps of a service. */
export interface ServiceHealth {
  readonly name: ServiceName;
  readonly lamps: Readonly<Record<LampName, LampHistory>>;
}

/** All the health domain knows: how the lamps came to show what they show (spec 4.6). */
export interface HealthState {
  readonly services: readonly ServiceHealth[];
}

/** How many probes and transitions of a lamp are kept. */
export const healthLimits = { probes: 24, transitions: 20 } as const;

/** The health domain: the past of the lamps. What they show now is the docker domain's. */
export const health = {
  get: call(none).returns<HealthState>(),
  onChanged: event<HealthState>(),
};
