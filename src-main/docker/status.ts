import type { LampName, LampState, Service, ServiceName } from '../../src-shared/docker.ts';

/** How a service does, in one word and a sentence. */
export interface ServiceStatus {
  readonly state: LampState;
  readonly why: string;
}

/** The worse comes first. */
const order: readonly LampState[] = ['failed', 'unknown', 'starting', 'warn', 'ok'];
/** Of lamps equally bad the one that explains the others. */
const lamps: readonly LampName[] = ['container', 'http', 'mounts', 'model'];

/**
 * Each service by its worst lamp. A missing model is only a warning here, as the service itself runs and answers; models
 * nobody has asked for yet are none, for the command line looks once and does not wait for their hosts.
 */
export function statusOf(services: readonly Service[]): Partial<Record<ServiceName, ServiceStatus>> {
  return Object.fromEntries(services.map((service) => [service.name, worst(service)]));
}

function worst({ lamps: all }: Service): ServiceStatus {
  const statuses = lamps.map((name): ServiceStatus => {
    const { state, why } = all[name];
    return { state: name === 'model' ? modelState(state) : state, why };
  });
  const sorted = [...statuses].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const [first] = sorted;
  if (first === undefined) return { state: 'unknown', why: 'Nothing is known of it.' };
  return first.state === 'ok' ? { state: 'ok', why: all.http.why } : first;
}

function modelState(state: LampState): LampState {
  return state === 'ok' || state === 'starting' ? 'ok' : 'warn';
}
