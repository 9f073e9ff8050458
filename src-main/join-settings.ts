import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { normaliseUserId } from '../src-shared/user-id.ts';
import type { AccessFeature } from './access/index.ts';
import { type ContextTimesKeeper, createContextTimes } from './contexts/context-times.ts';
import type { HomeFeature } from './home/index.ts';
import { type ActingUser, createActingUser } from './lib/acting-user.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { Journal } from './lib/journal.ts';
import type { Ports } from './ports.ts';
import type { ProvidersFeature } from './providers/index.ts';
import { createSecrets, type SecretStore } from './secrets/index.ts';
import { createSettings, type SettingsFeature } from './settings/index.ts';
import type { IdleLimits } from './settings/sessions.ts';
import type { ShellFeature } from './shell/index.ts';
import type { SwitchingFeature } from './switching/index.ts';

/** What settings and secrets are made of. What is a function is made later than they are. */
export interface SettingsParts {
  readonly ports: Ports;
  readonly disk: Disk;
  readonly files: Files;
  readonly journal: Journal;
  readonly home: Pick<HomeFeature, 'folders' | 'onFiles'>;
  readonly shell: Pick<ShellFeature, 'windowUsers' | 'onChanged' | 'onUserLeft'>;
  readonly providers: Pick<ProvidersFeature, 'fieldsOf' | 'problemsOf' | 'readSecret' | 'findInVariables'>;
  currentUserId(): Promise<string | null>;
  access(): Pick<AccessFeature, 'hasPassphrase' | 'unlock'>;
  switching(): Pick<SwitchingFeature, 'get' | 'onChanged'>;
}

/** Settings and secrets, and for whom callers act. */
export interface JoinedSettings {
  readonly settings: SettingsFeature;
  readonly secrets: SecretStore;
  readonly acting: ActingUser;
  /** When what is idle goes. */
  readonly times: ContextTimesKeeper;
  /** Removes the keys of a user who was deleted, and puts the settings among the backups. */
  forgetUser(userId: string): Promise<void>;
}

/** Nobody asked for it from outside. */
const byTheApp = { kind: 'cli', windowId: 0 } as const;

/** Hands settings and secrets what the others know. */
export function joinSettings(parts: SettingsParts): JoinedSettings {
  const { ports, disk, files, journal, home, shell, providers, currentUserId } = parts;
  const { clock, log, desktop, keychain } = ports;
  const below = (name: string) => join(home.folders().desktop, name);
  const acting = createActingUser({ windowUsers: shell.windowUsers, currentUserId });
  const secrets: SecretStore = createSecrets({
    ...{ files, journal, clock, log, keychain },
    folder: () => below('secrets'),
    hasPassphrase: (userId) => parts.access().hasPassphrase(userId),
    openPassphrase: (userId, passphrase) => parts.access().unlock(userId, passphrase),
    onOpened: (userId) => settings.noteSecrets(userId),
  });
  // As they were when the app began: they are taken out of the process afterwards.
  const offered = providers.findInVariables(found(ports.surroundings.env));
  const times = createContextTimes({ env: ports.surroundings.env, files, folder: () => home.folders().desktop });
  // What is unlocked or for the session only is used by the same requests as the runtime contexts.
  async function idleLimits(): Promise<IdleLimits> {
    const { cleanupIntervalSeconds, maxAgeHours } = await times.now();
    return { intervalMs: cleanupIntervalSeconds * 1000, ageMs: maxAgeHours * 3_600_000 };
  }
  const settings: SettingsFeature = createSettings(
    {
      ...{ disk, files, journal, clock, log, desktop, acting },
      secrets: secrets.users,
      folder: () => below('settings'),
      keptFolder: () => join(home.folders().backups, 'user_settings'),
      fieldsOf: providers.fieldsOf,
      problemsOf: providers.problemsOf,
      readSecret: providers.readSecret,
      environment: () => offered,
      async actingUsers() {
        const [current, switching] = await Promise.all([currentUserId(), parts.switching().get(undefined, byTheApp)]);
        if (current === null) return null;
        const moving = switching.state === 'running' ? [switching.to, switching.from ?? current] : [];
        const users = [...Object.values(shell.windowUsers()), current, ...moving];
        return new Set(users.map(normaliseUserId));
      },
      onActingChange(listener) {
        const ends = [home.onFiles(listener), shell.onChanged(listener), parts.switching().onChanged(listener)];
        return () => {
          for (const end of ends) end();
        };
      },
      onUserLeft: shell.onUserLeft,
      newId: randomUUID,
    },
    idleLimits,
  );
  return {
    times,
    settings,
    secrets,
    acting,
    async forgetUser(userId) {
      await secrets.forgetUser(userId);
      await settings.forgetUser(userId);
    },
  };
}

function found(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
