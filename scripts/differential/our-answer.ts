import { join } from 'node:path';
import { readCompose } from '../../src-main/formats/compose-file.ts';
import type { ComposeNetwork, ComposeService } from '../../src-main/formats/compose-service.ts';
import { composeLookup } from '../../src-main/home/compose-lookup.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ComposeAnswer, ComposeInput } from './run-compose.ts';

/** What both readers answer with, in one form; the container's name is null where the file gives none. */
export type Service = Omit<ComposeService, 'containerName' | 'healthcheck' | 'envFiles' | 'warnings' | 'networks'> & {
  /** By their keys; which comes first is pinned elsewhere. */
  readonly networks: readonly Partial<ComposeNetwork>[];
  readonly containerName: string | null;
  readonly healthcheck: Readonly<Record<string, unknown>> | null;
};

/** A reading of ours, with the problems it told of. */
export type OurAnswer = ComposeAnswer & { readonly warnings: readonly string[] };

/** What our own reader makes of the files: as the app does, without a user's settings. */
export function ourAnswer({ folder, files, environment }: ComposeInput): OurAnswer {
  try {
    const read = readCompose(files['docker-compose.yml'] ?? '', {
      variable: composeLookup({}, environment, files['.env'] ?? null),
      folder,
      file: join(folder, 'docker-compose.yml'),
      readEnvFile: (path) => Object.entries(files).find(([name]) => join(folder, name) === path)?.[1] ?? null,
    });
    const { envFiles: _files, warnings, containerName, healthcheck, extraHosts, networks, ...rest } = read;
    const { startInterval: _interval, ...probe } = healthcheck ?? { startInterval: null };
    return {
      warnings,
      service: {
        ...rest,
        networks: networks.map(told).sort((a, b) => (a.key < b.key ? -1 : 1)),
        // The default differs by generation: a_b_1 then, a-b-1 now.
        containerName: containerName === `${read.project}-${read.service}-1` ? null : containerName,
        healthcheck: healthcheck === null ? null : probe,
        extraHosts: [...extraHosts].sort(),
      },
    };
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    return { refused: `${cause.code}: ${cause.message}`, warnings: [] };
  }
}

/** What Compose 1.29 tells of a network, too. */
function told({ labels: _labels, attachable: _attachable, subnets: _subnets, ...network }: ComposeNetwork) {
  return network;
}
