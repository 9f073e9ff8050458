import * as z from 'zod';
import { type LampName, lampNames, type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import { type HealthState, healthLimits, type LampHistory } from '../../src-shared/health.ts';

const state = z.enum(['ok', 'starting', 'warn', 'failed', 'unknown']);
const moment = z.iso.datetime({ offset: true });
const historyShape = z.object({
  probes: z.array(z.object({ at: moment, state, why: z.string().max(2000), ms: z.number().nonnegative().nullable() })),
  transitions: z.array(z.object({ at: moment, from: state.nullable(), to: state, why: z.string().max(2000) })),
});
const lampsShape = z.record(z.enum(lampNames), historyShape);
const savedShape = z.object({ version: z.literal(1), services: z.record(z.enum(serviceNames), lampsShape) });

/** The text of a file that keeps the past of the lamps. */
export function historyText({ services }: HealthState): string {
  const kept = services.map(({ name, lamps }) => {
    const four = lampNames.map((lamp) => [lamp, { probes: lamps[lamp].probes, transitions: lamps[lamp].transitions }]);
    return [name, Object.fromEntries(four)];
  });
  return `${JSON.stringify({ version: 1, services: Object.fromEntries(kept) })}\n`;
}

/** What such a file keeps; null where it is not one this version wrote, whose loss costs nothing but the past. */
export function readHistory(text: string): HealthState | null {
  try {
    const { services } = savedShape.parse(JSON.parse(text));
    return { services: serviceNames.map((name: ServiceName) => ({ name, lamps: fourOf(services[name]) })) };
  } catch {
    return null;
  }
}

type Kept = z.output<typeof lampsShape>;

function fourOf(kept: Kept): Record<LampName, LampHistory> {
  const of = (lamp: LampName): LampHistory => ({
    probes: kept[lamp].probes.slice(0, healthLimits.probes),
    transitions: kept[lamp].transitions.slice(0, healthLimits.transitions),
    again: null,
  });
  return { container: of('container'), http: of('http'), model: of('model'), mounts: of('mounts') };
}
