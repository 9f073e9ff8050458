import type { Board } from './board.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { DockerFeature } from './docker-feature.ts';
import type { Engine } from './engine.ts';
import { findFreePort, type PortNeighbours, viewPorts, whyTaken } from './port-views.ts';
import { isHeldNow, wantedPorts } from './ports.ts';
import type { ReplacementPorts } from './replacement.ts';
import { planOf, type ServicePlan } from './service-files.ts';

/** What the docker feature offers to whoever looks after ports. */
export type PortWatching = Pick<DockerFeature, 'viewPorts' | 'whyPortTaken' | 'freePortFor' | 'listeningHere'>;

/** Makes it. */
export function createPortWatching(parts: {
  readonly engine: Engine;
  readonly board: Board;
  readonly replacements: Pick<ReplacementPorts, 'portsOf'>;
  readonly platform: NodeJS.Platform;
  usablePlans(): Promise<readonly ServicePlan[]>;
}): PortWatching {
  const { engine, board, replacements, platform, usablePlans } = parts;

  /** Without an engine, too: a program that has a port has it in any case. */
  async function lookAround(): Promise<PortNeighbours> {
    const plans = await usablePlans();
    try {
      const connection = await engine.connect();
      const containers: readonly ContainerSummary[] = await connection.calls.list();
      return { plans, containers, surroundings: replacements.portsOf(connection) };
    } catch {
      return { plans, containers: [], surroundings: { platform, isLocal: true } };
    }
  }

  return {
    viewPorts: async () => viewPorts(await lookAround()),
    whyPortTaken: async (address, host, protocol) => whyTaken(await lookAround(), { address, host, protocol }),
    freePortFor: async (address, host, protocol) => findFreePort(await lookAround(), { address, host, protocol }),
    async listeningHere() {
      // Asked every other second: no file is read for it.
      const all = board.memories.flatMap(({ files }) =>
        files.compose === undefined ? [] : wantedPorts(planOf(files)),
      );
      const answers = await Promise.all(
        all.map(async (wanted) => ((await isHeldNow(wanted, platform)) ? [wanted.host] : [])),
      );
      return answers.flat();
    },
  };
}
