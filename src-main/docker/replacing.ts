import type { DockerFeature } from './docker-feature.ts';
import { foresee } from './foresee.ts';
import { preflight } from './preflight.ts';
import { finishReplacement, takeBackReplacement } from './recover-replacement.ts';
import { prepareReplacement, type ReplacementPorts } from './replacement.ts';
import { planOf, type ServicePlan } from './service-files.ts';

/** What the docker feature offers to whoever replaces both services. */
export type Replacing = Pick<
  DockerFeature,
  'preflight' | 'foresee' | 'beginReplacement' | 'checkedReplacement' | 'takeBackReplacement' | 'finishReplacement'
>;

/** Makes it. */
export function createReplacing(parts: {
  readonly replacements: ReplacementPorts;
  /** The plans of the services whose files can be used now. */
  usablePlans(): Promise<readonly ServicePlan[]>;
  readonly signal: AbortSignal;
}): Replacing {
  const { replacements, usablePlans, signal: off } = parts;
  const { connect, portsOf } = replacements;
  return {
    async preflight(services, signal) {
      const plans = services.map(planOf);
      const connection = await connect();
      signal.throwIfAborted();
      await preflight(plans, connection, portsOf);
    },
    foresee: (services) => foresee(services, replacements),
    async beginReplacement(services, ways) {
      const plans = services.map(planOf);
      const connection = await connect();
      return prepareReplacement(plans, connection, await connection.calls.list(), replacements, ways);
    },
    async checkedReplacement(services, signal) {
      const plans = services.map(planOf);
      const connection = await connect();
      signal.throwIfAborted();
      const containers = await preflight(plans, connection, portsOf);
      return prepareReplacement(plans, connection, containers, replacements);
    },
    async takeBackReplacement(record, underWay) {
      const [connection, plans] = await Promise.all([connect(), usablePlans()]);
      return takeBackReplacement(record, underWay, { connection, plans, ports: portsOf(connection), signal: off });
    },
    finishReplacement: async (record) => finishReplacement(record, await connect()),
  };
}
