import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { inspection } from '../../src-shared/inspection.ts';
import { maskedDescription } from './describe.ts';
import { environmentOf, revealOf } from './environment.ts';
import { mountsOf, sizeOf, sourceOf } from './mounts.ts';
import type { InspectionPorts } from './ports.ts';

/** What the containers really have. */
export type InspectionFeature = Feature<typeof inspection>;

/** Makes the inspection; nothing is asked before somebody asks. */
export function createInspection(ports: InspectionPorts): InspectionFeature {
  return {
    environment: ({ service }) => environmentOf(ports, service),
    reveal: (asked) => revealOf(ports, asked),
    mounts: ({ service }) => mountsOf(ports, service),
    measure: async (chosen) => sizeOf(ports.disk, await sourceOf(ports, chosen)),
    async openMount(chosen) {
      const { desktop } = ports;
      if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to open a folder in.');
      await desktop.openFolder(await sourceOf(ports, chosen));
      return null;
    },
    async describe({ service }) {
      const container = await ports.container(service);
      const description = container === null ? null : await ports.describe(container.id);
      if (container === null || description === null) return null;
      return { container: container.name, json: maskedDescription(description, container) };
    },
  };
}
