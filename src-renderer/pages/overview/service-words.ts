import type { Lamp, LampName, Service } from '../../../src-shared/docker.ts';
import { formatList } from '../../lib/format.ts';

/** What the four lamps are called, in the order they are shown. */
export const lampLabels: Readonly<Record<LampName, string>> = {
  container: 'Container',
  http: 'Health',
  model: 'Models',
  mounts: 'Data',
};

type Words = Readonly<Record<Lamp['state'], string>>;

const containerWords: Words = {
  ok: 'Running',
  starting: 'Starting',
  warn: 'Needs a look',
  failed: 'Not running',
  unknown: 'Not known',
};
const httpWords: Words = {
  ok: 'Answers',
  starting: 'Not yet',
  warn: 'Needs a look',
  failed: 'No answer',
  unknown: 'Not known',
};
const modelWords: Words = {
  ok: 'Ready',
  starting: 'Checking',
  warn: 'Needs a look',
  failed: 'Not available',
  unknown: 'Not known',
};
const mountsWords: Words = {
  ok: 'Current user',
  starting: 'Checking',
  warn: 'Needs a look',
  failed: 'Wrong user',
  unknown: 'Not known',
};

/** The one or two words beside a lamp. `nameOf` gives a user's name for an id. */
export function lampWord(name: LampName, service: Service, nameOf: (id: string) => string): string {
  const { state } = service.lamps[name];
  switch (name) {
    case 'container':
      return containerWords[state];
    case 'http':
      return state === 'ok' && service.latency !== null
        ? `Answers in ${Math.max(1, Math.round(service.latency))} ms`
        : httpWords[state];
    case 'model':
      return modelWords[state];
    case 'mounts': {
      const owner = service.servesUser === null ? null : nameOf(service.servesUser);
      if (owner === null) return mountsWords[state];
      if (state === 'ok') return owner;
      return isBad(state) ? `Still ${owner}` : mountsWords[state];
    }
  }
}

/** How a service does on the whole, for the headline. */
export type ServiceVerdict = 'answers' | 'starting' | 'silent' | 'stopped' | 'unusable' | 'unknown';

/** The verdict on a service: what is being done with it comes first, then its container, then its answers. */
export function verdictOn({ lamps, busy, error }: Service): ServiceVerdict {
  if (error !== null) return 'unusable';
  if (busy !== null && busy !== 'stopping') return 'starting';
  if (lamps.http.state === 'ok') return 'answers';
  if (lamps.container.state === 'failed') return 'stopped';
  if (lamps.http.state === 'starting' || lamps.container.state === 'starting') return 'starting';
  return lamps.http.state === 'unknown' ? 'unknown' : 'silent';
}

/** Whether there is a running container that can be stopped or restarted. */
export function isRunning({ lamps }: Service): boolean {
  return ['ok', 'starting', 'warn'].includes(lamps.container.state);
}

/** Services that were left alone and serve somebody else than `current`. */
export function strangersOf(services: readonly Service[], current: string): readonly Service[] {
  return services.filter(
    ({ servesUser, busy, error }) => servesUser !== null && servesUser !== current && busy === null && error === null,
  );
}

/** "Memory still serves Charlie", without a full stop. */
export function stillServes(strangers: readonly Service[], nameOf: (id: string) => string): string {
  const served = [...new Set(strangers.map(({ servesUser }) => nameOf(servesUser ?? '')))];
  const titles = formatList(strangers.map(({ title }) => title));
  return `${titles} still ${strangers.length === 1 ? 'serves' : 'serve'} ${formatList(served)}`;
}

/**
 * Lamps a person should do something about. Left out: what only follows from a container that does not run, and
 * somebody else's folders, which the page says for both services at once.
 */
export function troubles(service: Service): readonly (Lamp & { readonly name: LampName })[] {
  const names = Object.keys(lampLabels) as LampName[];
  const bad = names
    .map((name) => ({ name, ...service.lamps[name] }))
    .filter(({ name, state }) => isBad(state) && !(name === 'mounts' && service.servesUser !== null));
  const stopped = bad.find(({ name, state }) => name === 'container' && state === 'failed');
  return stopped === undefined ? bad : bad.filter(({ name }) => name === 'container' || name === 'mounts');
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
