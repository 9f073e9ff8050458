import type { ConsistencyFeature } from './consistency/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { ActingUser } from './lib/acting-user.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { Ports } from './ports.ts';
import type { ProvidersFeature } from './providers/index.ts';
import type { ServiceFilesReader } from './service-files.ts';
import { createServing, type ServingFeature } from './serving/index.ts';
import type { SettingsFeature } from './settings/index.ts';

/** What serving is made of. */
export interface JoinServingParts {
  readonly ports: Pick<Ports, 'log' | 'surroundings'>;
  readonly disk: Disk;
  readonly files: Files;
  readonly home: HomeFeature;
  readonly acting: ActingUser;
  readonly settings: Pick<SettingsFeature, 'resolve'>;
  readonly providers: Pick<ProvidersFeature, 'catalogue' | 'preview'>;
  readonly serviceFiles: ServiceFilesReader;
  readonly consistency: Pick<ConsistencyFeature, 'change' | 'leftBehind'>;
}

/** Nobody asked for it from outside. */
const byTheApp = { kind: 'cli', windowId: 0 } as const;

/** Hands serving what settings, home, providers and the sync can do, as functions. */
export function joinServing(parts: JoinServingParts): ServingFeature {
  const { ports, disk, files, home, acting, settings, providers, serviceFiles, consistency } = parts;
  return createServing({
    files,
    disk,
    log: ports.log,
    platform: ports.surroundings.platform,
    during: acting.during,
    resolve: settings.resolve,
    async chatUrl({ provider, fields, model }) {
      const { url } = await providers.preview({ provider, fields: { ...fields }, model }, byTheApp);
      return url;
    },
    async serves({ provider }) {
      const all = await providers.catalogue(undefined, byTheApp);
      return all.find(({ id }) => id === provider)?.capabilities.serves ?? [];
    },
    currentUser: home.currentUser,
    envFile: (service) => home.folders().services[service].envFile,
    usersFolder: async (userId) => (await home.variablesFor(userId)).AGNO_HOME ?? null,
    services: serviceFiles.read,
    containerWarnings: consistency.leftBehind,
    async change(what, edits) {
      const report = await consistency.change(what, edits);
      return report.error ?? null;
    },
  });
}
