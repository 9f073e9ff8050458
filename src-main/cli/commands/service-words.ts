import { type LampName, lampNames, type Service } from '../../../src-shared/docker.ts';
import type { HealthState, LampHistory } from '../../../src-shared/health.ts';

/** Services for scripts, each with the past of its lamps: the shape of `persag status --json` and `services --json`. */
export function serviceAnswers(services: readonly Service[], health: HealthState) {
  return services.map(({ title: _title, webUrl: _webUrl, ...service }) => {
    const history = Object.fromEntries(lampNames.map((lamp) => [lamp, historyOf(health, service.name, lamp)]));
    const lamps = lampNames.map((lamp) => [lamp, { ...service.lamps[lamp], since: sinceOf(service, lamp, health) }]);
    return { ...service, lamps: Object.fromEntries(lamps), history };
  });
}

/** One service in words: what it is, its four lamps with why and since when, and what is wrong with its files. */
export function serviceText(service: Service, health: HealthState, now: Date): string {
  const ports = service.ports.map((port) => `${port.address}:${port.host}->${port.container}`).join(', ');
  const version = service.version === null ? '' : `, LightRAG ${service.version}`;
  const lines = [`${service.title}: ${service.container} (${service.image}${version}) ${ports}`];
  if (service.error !== null) lines.push(`  ${service.error.message} ${service.error.hint}`);
  for (const name of lampNames) {
    const { state, why, advice } = service.lamps[name];
    const since = sinceOf(service, name, health);
    const told = `  ${name.padEnd(10)}${state.padEnd(9)}${why}${advice === null ? '' : ` ${advice}`}`;
    lines.push(service.error === null ? `${told} (${ageWords(since, now)})` : told);
  }
  if (service.dockerHealth !== null) lines.push(`  docker    ${service.dockerHealth}`);
  for (const { key, name, wanted, actual } of service.differences) {
    lines.push(`  differs   ${key} ${name}: ${actual ?? 'nothing'}, files: ${wanted ?? 'nothing'}`);
  }
  return [...lines, ...service.findings.map((finding) => `  note: ${finding.message} ${finding.advice}`)].join('\n');
}

/** How many probes and changes of a lamp are printed. */
const printed = 5;

/** The same with the last probes and changes of each lamp. */
export function serviceHistoryText(service: Service, health: HealthState, now: Date): string {
  const lamps = lampNames.flatMap((lamp) => {
    const { probes, transitions } = historyOf(health, service.name, lamp);
    const asked = probes.slice(0, printed).map(({ at, state, ms }) => {
      return `    ${clockTime(at)}  ${state.padEnd(9)}${ms === null ? '' : `${Math.max(1, Math.round(ms))} ms`}`.trimEnd();
    });
    const changes = transitions.slice(0, printed).map(({ at, from, to, why }) => {
      return `    ${clockTime(at)}  ${from ?? '-'} -> ${to}: ${why}`;
    });
    return [
      ...(asked.length === 0 ? [] : [`  ${lamp}, last asked:`, ...asked]),
      ...(changes.length === 0 ? [] : [`  ${lamp}, changes:`, ...changes]),
    ];
  });
  return [serviceText(service, health, now), ...lamps].join('\n');
}

function historyOf({ services }: HealthState, name: Service['name'], lamp: LampName): LampHistory {
  const found = services.find((one) => one.name === name);
  return found?.lamps[lamp] ?? { probes: [], transitions: [], again: null };
}

/**
 * Since when a lamp is in its state: a command looks once and would know no more than the moment, but what the running app
 * has kept goes further back.
 */
function sinceOf({ name, lamps }: Pick<Service, 'name' | 'lamps'>, lamp: LampName, health: HealthState): string {
  const { state, since } = lamps[lamp];
  const [last] = historyOf(health, name, lamp).transitions;
  return last !== undefined && last.to === state && last.at < since ? last.at : since;
}

function ageWords(since: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  if (seconds < 60) return `for ${seconds} s`;
  if (seconds < 3600) return `for ${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `for ${Math.floor(seconds / 3600)} h`;
  return `for ${Math.floor(seconds / 86_400)} days`;
}

/** Day and time where this computer is; sorts and is read anywhere. */
function clockTime(at: string): string {
  const moment = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
}
