import { serviceTitles } from '../../../src-shared/docker.ts';
import type { Check } from '../check.ts';
import type { ServiceSnapshot } from '../snapshot.ts';

/** Is a port of the host published twice. */
export const ports: Check = {
  id: 'ports',
  run({ services }) {
    const published = services.flatMap((service) =>
      (service.compose?.ports ?? []).map((port, index) => ({ service, port, index })),
    );
    return published.flatMap(({ service, port, index }, at) => {
      const other = published
        .slice(0, at)
        .find(({ port: one }) => port.host !== null && one.host === port.host && one.protocol === port.protocol);
      if (other === undefined) return [];
      return [
        {
          code: 'ports/twice',
          severity: 'error',
          service: service.name,
          file: service.composeFile.path,
          line: service.places?.line('ports', index) ?? null,
          subject: index,
          message: `Port ${port.host} is published by ${titleOf(other.service)} too.`,
          why: 'Only one container can have a port of the host: the second one does not start ("port is already allocated").',
        },
      ];
    });
  },
};

function titleOf({ name }: ServiceSnapshot): string {
  return `the ${serviceTitles[name]} service`;
}
