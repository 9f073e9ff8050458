import { randomBytes } from 'node:crypto';
import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ServingReport, ServingRequest, ServingState, serving } from '../../src-shared/serving.ts';
import { createEmitter } from '../lib/emitter.ts';
import { type PreparedServing, prepareServing } from './plan.ts';
import type { ServingPorts } from './ports.ts';

/** The serving feature: a configuration of a user for the services of LightRAG (spec 5.9). */
export interface ServingFeature extends Feature<typeof serving> {
  /** Waits for what is being done; whoever does it takes it back. */
  end(): Promise<void>;
}

/** How many plans are remembered. */
const remembered = 20;

/** Makes the serving feature. A plan remembers what was asked for, never what it would write. */
export function createServing(ports: ServingPorts): ServingFeature {
  const changed = createEmitter<ServingState>((cause) => ports.log.error('a listener to serving failed', cause));
  const key = randomBytes(32);
  const asked = new Map<string, { readonly userId: string; readonly request: ServingRequest }>();
  let state: ServingState = { state: 'idle', last: null };
  let running: Promise<unknown> | null = null;

  function set(next: ServingState): void {
    state = next;
    changed.emit(next);
  }

  async function prepare(userId: string, request: ServingRequest): Promise<PreparedServing> {
    const prepared = await prepareServing(ports, userId, request, key);
    const { planId } = prepared.plan;
    asked.delete(planId);
    asked.set(planId, { userId, request });
    for (const oldest of [...asked.keys()].slice(0, -remembered)) asked.delete(oldest);
    return prepared;
  }

  async function apply(userId: string, planId: string): Promise<ServingReport> {
    const made = asked.get(planId);
    // One user's plan is nobody else's.
    if (made === undefined || made.userId !== userId) {
      throw new Fault('serving/unknown-plan', 'There is no such plan any more.');
    }
    const { plan, edits } = await prepareServing(ports, userId, made.request, key);
    if (plan.planId !== planId) {
      throw new Fault('serving/plan-outdated', 'Files or the configuration have changed since the plan was made.');
    }
    const [refusal] = plan.refusals;
    if (refusal !== undefined) throw new Fault(refusal.code, refusal.message, { hint: refusal.hint });
    asked.delete(planId);
    const services = edits.map(({ service }) => service);
    const before = state.state === 'idle' ? state.last : null;
    let last: ServingReport | null = before;
    set({ state: 'running', services });
    try {
      const error = edits.length === 0 ? null : await ports.change('giving the services other models', edits);
      last = { success: error === null, changes: plan.changes, error };
      return last;
    } finally {
      set({ state: 'idle', last });
    }
  }

  return {
    get: () => state,
    plan: (request, caller) => ports.during(caller, async (userId) => (await prepare(userId, request)).plan),
    async apply({ planId }, caller) {
      if (running !== null) throw new Fault('switching/busy', 'The services are being given other models already.');
      const work = ports.during(caller, (userId) => apply(userId, planId));
      // Claimed before the first await, so that a second click in the same moment is refused.
      running = work.catch(() => undefined);
      try {
        return await work;
      } finally {
        running = null;
      }
    },
    onChanged: changed.on,
    async end() {
      await running;
    },
  };
}
