import type { Lamp, LampName, Service } from '../../src-shared/docker.ts';
import { formatList } from '../lib/format.ts';

/** What the four lamps are called, in the order they are shown. */
export const lampLabels: Readonly<Record<LampName, string>> = {
  container: 'Container',
  http: 'Health',
  model: 'Models',
  mounts: 'Data',
};

/** Who is current (null where unknown), and what people call a user. */
export interface People {
  readonly current: string | null;
  nameOf(id: string): string;
}

/** What people call what is being done with a service. */
export const busyWords: Readonly<Record<NonNullable<Service['busy']>, string>> = {
  starting: 'Starting',
  stopping: 'Stopping',
  restarting: 'Restarting',
  recreating: 'Recreating',
};

/** The one or two words beside a lamp. */
export function lampWord(name: LampName, service: Service, people: People): string {
  const { state } = service.lamps[name];
  if (state === 'unknown') return 'Not known';
  switch (name) {
    case 'container':
      return containerWord(state, service);
    case 'http':
      return httpWord(state, service);
    case 'model':
      return { ok: 'Ready', starting: 'Checking', warn: 'Not listed', failed: 'Not available' }[state];
    case 'mounts':
      return mountsWord(state, service, people);
  }
}

type Known = Exclude<Lamp['state'], 'unknown'>;

function containerWord(state: Known, { busy, startedAt }: Service): string {
  if (state === 'ok') return 'Running';
  if (state === 'starting') return busy === null ? 'Starting' : busyWords[busy];
  if (startedAt === null) return 'Not running';
  // It runs and yet is not well: paused, or ending again and again.
  return state === 'warn' ? 'Paused' : 'Keeps ending';
}

function httpWord(state: Known, { latency }: Service): string {
  if (state === 'ok' && latency !== null) return `Answers in ${Math.max(1, Math.round(latency))} ms`;
  return { ok: 'Answers', starting: 'Not yet', warn: 'Not LightRAG', failed: 'No answer' }[state];
}

function mountsWord(state: Known, { servesUser }: Service, { current, nameOf }: People): string {
  if (state === 'starting') return 'Checking';
  const owner = servesUser ?? (state === 'ok' ? current : null);
  if (state === 'ok') return owner === null ? 'Current user' : nameOf(owner);
  if (owner !== null && owner !== current) return `Still ${nameOf(owner)}`;
  return state === 'warn' ? 'Needs a look' : 'Wrong folders';
}

/** How a service does on the whole, for the headline. */
export type ServiceVerdict = 'answers' | 'starting' | 'stopping' | 'silent' | 'stopped' | 'unusable' | 'unknown';

/** The verdict on a service: what is being done with it comes first, then its answers, then its container. */
export function verdictOn(service: Service): ServiceVerdict {
  const { lamps, busy, error } = service;
  if (error !== null) return 'unusable';
  if (busy !== null) return busy === 'stopping' ? 'stopping' : 'starting';
  if (lamps.http.state === 'ok' || lamps.http.state === 'warn') return 'answers';
  if (isBad(lamps.container.state) && !isRunning(service)) return 'stopped';
  if (lamps.http.state === 'starting' || lamps.container.state === 'starting') return 'starting';
  return lamps.http.state === 'unknown' ? 'unknown' : 'silent';
}

/** Whether there is a running container that can be stopped or restarted. */
export function isRunning({ startedAt }: Service): boolean {
  return startedAt !== null;
}

/** Whether a service is known to serve somebody else than `current` (null where nobody is known to be). */
export function isStranger({ servesUser }: Service, current: string | null): boolean {
  return servesUser !== null && current !== null && servesUser !== current;
}

/** Services that were left alone and serve somebody else than `current`. */
export function strangersOf(services: readonly Service[], current: string | null): readonly Service[] {
  return services.filter((service) => isStranger(service, current) && service.busy === null && service.error === null);
}

/** "Memory still serves Charlie", without a full stop. */
export function stillServes(strangers: readonly Service[], nameOf: People['nameOf']): string {
  const served = [...new Set(strangers.map(({ servesUser }) => nameOf(servesUser ?? '')))];
  const titles = formatList(strangers.map(({ title }) => title));
  return `${titles} still ${strangers.length === 1 ? 'serves' : 'serve'} ${formatList(served)}`;
}

/**
 * Lamps a person should do something about. Left out: somebody else's folders, which the page says for both services
 * at once.
 */
export function troubles(service: Service, current: string | null): readonly (Lamp & { readonly name: LampName })[] {
  const stranger = isStranger(service, current);
  return (Object.keys(lampLabels) as LampName[])
    .map((name) => ({ name, ...service.lamps[name] }))
    .filter(({ name, state }) => isBad(state) && !(name === 'mounts' && stranger));
}

/** Whether a lamp asks for something to be done. */
export function isBad(state: Lamp['state']): boolean {
  return state === 'warn' || state === 'failed';
}

/** The ports people reach a service at: "port 9621", "ports 9621, 9631", or null where none is published. */
export function portWords({ ports }: Service): string | null {
  const numbers = [...new Set(ports.map(({ host }) => host))];
  if (numbers.length === 0) return null;
  return `${numbers.length === 1 ? 'port' : 'ports'} ${numbers.join(', ')}`;
}
