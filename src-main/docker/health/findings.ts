import { type ServiceFinding, serviceTitles } from '../../../src-shared/docker.ts';
import type { ContainerFacts } from '../container-facts.ts';
import { driftOf, driftWords } from '../drift.ts';
import { isEverywhere } from '../ports.ts';
import type { ServicePlan } from '../service-files.ts';
import { listeningPort } from './service-url.ts';

/** What is wrong with a service's files without being fatal. @param facts its container, where there is one */
export function findingsOf(plan: ServicePlan, facts: ContainerFacts | null): readonly ServiceFinding[] {
  return [
    ...probePort(plan),
    ...probeTool(plan, facts),
    ...openPorts(plan),
    ...drift(plan, facts),
    ...composeWarnings(plan),
  ];
}

/** A probe runs inside the container, so it must ask the port there and not the host's. */
function probePort({ compose, composeFile }: ServicePlan): ServiceFinding[] {
  const asked = probedPort(compose.healthcheck?.test ?? []);
  const inside = listeningPort(compose);
  if (asked === null || asked === inside) return [];
  // Published to the inside: the file says that something listens there, too.
  if (compose.ports.some(({ container }) => container === asked)) return [];
  const message = `The healthcheck asks port ${asked}, but inside its container the service listens on ${inside}: it can never succeed, and Docker calls the service unhealthy for ever.`;
  return [
    { code: 'probe-port', message, advice: `Change ${asked} to ${inside} under \`healthcheck:\` in ${composeFile}.` },
  ];
}

/**
 * A probe whose program the image has not, as engines and shells say: LightRAG's image has neither curl nor wget (facts
 * 9.3). Only what a probe that was run has said is believed.
 */
function probeTool({ composeFile }: ServicePlan, facts: ContainerFacts | null): ServiceFinding[] {
  const { exitCode, output } = facts?.lastProbe ?? { exitCode: 0, output: '' };
  if (exitCode === 0) return [];
  const found =
    /exec: "?([\w./-]+)"?: (?:executable file not found|stat .*: no such file)/.exec(output) ??
    /(?:^|: )([\w./-]+): (?:command )?not found/m.exec(output);
  if (found?.[1] === undefined) return [];
  const message = `The healthcheck runs ${found[1]}, which the image does not have: it can never succeed, and Docker calls the service unhealthy for ever.`;
  const advice = `Let \`test:\` under \`healthcheck:\` in ${composeFile} run python, which LightRAG's image has.`;
  return [{ code: 'probe-tool', message, advice }];
}

/** The port of a URL of this computer in a probe's command, or null where it asks none. */
export function probedPort(test: readonly string[]): number | null {
  const found = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{1,5})/.exec(test.join(' '));
  return found === null ? null : Number(found[1]);
}

function openPorts({ name, compose, composeFile }: ServicePlan): ServiceFinding[] {
  const open = compose.ports.filter(({ address, host }) => host !== null && isEverywhere(address));
  const [first] = open;
  if (first === undefined) return [];
  const list = open.map(({ host }) => host).join(', ');
  const message = `${serviceTitles[name]} can be reached from the whole network: port ${list} is published on all addresses.`;
  const advice = `Write "127.0.0.1:${first.host}:${first.container}" under \`ports:\` in ${composeFile} to keep it to this computer.`;
  return [{ code: 'open-to-network', message, advice }];
}

function drift({ compose }: ServicePlan, facts: ContainerFacts | null): ServiceFinding[] {
  const differences = facts === null ? [] : driftOf(facts, compose);
  if (differences.length === 0) return [];
  const message = `The container is not what the files say: ${shortList(driftWords(differences))}.`;
  return [
    { code: 'adopted-drift', message, advice: 'Recreate the service, so that it is made from the files as they are.' },
  ];
}

/** As much as one sentence bears; the window lists all of it. */
function shortList(words: readonly string[]): string {
  const shown = words.slice(0, 3).join('; ');
  return words.length > 3 ? `${shown}; and ${words.length - 3} more` : shown;
}

function composeWarnings({ compose, composeFile }: ServicePlan): ServiceFinding[] {
  return compose.warnings.map((message) => ({
    code: 'compose',
    message,
    advice: `Look at ${composeFile} and its env file.`,
  }));
}
