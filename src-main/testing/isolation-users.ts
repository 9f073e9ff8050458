import { Fault } from '../../src-shared/errors.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import type { Profile } from '../../src-shared/settings.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';

/** The users of the schedules. */
export const userIds = ['anna', 'ben', 'carl', 'dana'] as const;
/** One of them. */
export type UserId = (typeof userIds)[number];

/** The configurations that each of them has. */
export const configurationNames = ['home', 'cloud', 'own'] as const;
/** One of them. */
export type ConfigurationName = (typeof configurationNames)[number];

/** The tags that each of them has, with the configuration behind it: the same tags for everybody, and others behind them. */
export const tagNames = ['FAST', 'DEEP'] as const;
/** One of them. */
export type TagName = (typeof tagNames)[number];

/** The configurations behind the tags at the beginning. */
const usualProfiles: ReadonlyMap<TagName, ConfigurationName> = new Map([
  ['FAST', 'home'],
  ['DEEP', 'own'],
]);

/** Where a configuration's provider is, for tests that put one there. */
export interface Place {
  readonly provider: ProviderId;
  readonly fields: Readonly<Record<string, string>>;
  /** The name of the field that takes the key. */
  readonly secret: string;
}

/** The settings of all users, in memory: what the store would say at each moment, with every version there ever was. */
export interface IsolationUsers {
  resolve(userId: string, configurationId: string): Promise<ResolvedConfiguration>;
  profiles(userId: string): Promise<readonly Profile[]>;
  choice(userId: string): Promise<{ activeConfigurationId: string | null; defaultProfileId: string | null }>;
  /** Waits until the last change is told of. */
  toldOfChange(): Promise<void>;
  /** What belongs to a key that was ever given out: whose it is, and what has to go with it. */
  ownerOf(key: string): ResolvedConfiguration | null;
  /** A new key, model and revision; the former ones count no longer. */
  change(user: UserId, name: ConfigurationName): void;
  /** The configuration cannot be resolved, as with a locked key ring, until it can again. */
  setLocked(user: UserId, name: ConfigurationName, isLocked: boolean): void;
  removeProfile(user: UserId, tag: TagName): void;
  /** The profile of a tag leads to that configuration from now on. */
  putProfile(user: UserId, tag: TagName, name: ConfigurationName): void;
  setDefault(user: UserId, tag: TagName | null): void;
  /** What the user would be answered by without naming anything; null: nothing, or nothing that can be used. */
  usual(user: UserId): ConfigurationName | null;
}

/**
 * Makes the settings. Every user has configurations of the same names, and two of the three lie at the same place with the
 * same model for everybody: only the key tells them apart there.
 * @param placeOf where the provider of a configuration is @param pause between the question and its answer
 */
export function createIsolationUsers(
  placeOf: (user: UserId, name: ConfigurationName) => Place,
  pause: (what: string) => Promise<void>,
): IsolationUsers {
  const current = new Map<string, ResolvedConfiguration>();
  const byKey = new Map<string, ResolvedConfiguration>();
  const locked = new Set<string>();
  const profiles = new Map<string, ReadonlyMap<TagName, ConfigurationName>>();
  const defaults = new Map<string, TagName | null>();
  const idOf = (user: string, name: string) => `${user}/${name}`;

  function put(user: UserId, name: ConfigurationName, revision: number): void {
    const { provider, fields, secret } = placeOf(user, name);
    const key = `key-${user}-${name}-${revision}`;
    const model = name === 'own' ? `model-${user}-${revision}` : `shared-model-${revision}`;
    const made: ResolvedConfiguration = Object.freeze({
      ...{ userId: user, configurationId: idOf(user, name), revision, name, provider, model },
      ...{ fields: Object.freeze(fields), secrets: Object.freeze({ [secret]: key }), parameters: Object.freeze({}) },
    });
    current.set(idOf(user, name), made);
    byKey.set(key, made);
  }

  for (const user of userIds) {
    for (const name of configurationNames) put(user, name, 1);
    profiles.set(user, usualProfiles);
  }
  const profileOf = (user: string, tag: TagName): Profile | null => {
    const name = profiles.get(user)?.get(tag);
    if (name === undefined) return null;
    return {
      ...{ id: `${user}@${tag}`, revision: 1, name: tag, tag, description: '', mcpServerId: null, parameters: {} },
      configurationId: idOf(user, name),
    };
  };

  return {
    async resolve(userId, configurationId) {
      await pause('settings.resolve');
      const found = current.get(configurationId);
      // As the store does it: a user reads their own file alone.
      if (found === undefined || found.userId !== userId)
        throw new Fault('settings/unknown-configuration', configurationId);
      if (locked.has(configurationId)) throw new Fault('settings/locked', configurationId);
      return found;
    },
    async profiles(userId) {
      await pause('settings.profiles');
      return tagNames.flatMap((tag) => profileOf(userId, tag) ?? []);
    },
    async choice(userId) {
      await pause('settings.choice');
      const tag = defaults.get(userId) ?? null;
      return {
        activeConfigurationId: idOf(userId, 'cloud'),
        defaultProfileId: tag === null ? null : `${userId}@${tag}`,
      };
    },
    toldOfChange: () => pause('settings.onChanged'),
    ownerOf: (key) => byKey.get(key) ?? null,
    change: (user, name) => put(user, name, (current.get(idOf(user, name))?.revision ?? 0) + 1),
    setLocked(user, name, isLocked) {
      if (isLocked) locked.add(idOf(user, name));
      else locked.delete(idOf(user, name));
    },
    removeProfile(user, tag) {
      profiles.set(user, new Map([...(profiles.get(user) ?? [])].filter(([own]) => own !== tag)));
    },
    putProfile(user, tag, name) {
      profiles.set(user, new Map([...(profiles.get(user) ?? []), [tag, name]]));
    },
    setDefault: (user, tag) => void defaults.set(user, tag),
    usual(user) {
      const tag = defaults.get(user) ?? null;
      const name = tag === null ? 'cloud' : profiles.get(user)?.get(tag);
      return name === undefined || locked.has(idOf(user, name)) ? null : name;
    },
  };
}
