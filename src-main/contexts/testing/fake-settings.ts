import { Fault } from '../../../src-shared/errors.ts';
import type { Profile } from '../../../src-shared/settings.ts';
import type { ResolvedConfiguration } from '../../lib/resolved-configuration.ts';
import type { SettingsReader, UserChoice } from '../ports.ts';

/** The settings of one user, to be changed by a test. */
export interface FakeUser {
  configurations: ResolvedConfiguration[];
  profiles: Profile[];
  choice: UserChoice;
}

/** Settings in memory, in place of the store; a user who was never named has none. */
export function createFakeSettings(users: Readonly<Record<string, FakeUser>>): SettingsReader {
  const own = (userId: string) => users[userId] ?? { configurations: [], profiles: [], choice: noChoice };
  return {
    async resolve(userId, configurationId) {
      const found = own(userId).configurations.find((one) => one.configurationId === configurationId);
      if (found === undefined) throw new Fault('input/invalid', `${userId} has no configuration ${configurationId}.`);
      return Object.freeze({ ...found });
    },
    profiles: async (userId) => own(userId).profiles,
    choice: async (userId) => own(userId).choice,
  };
}

/** Nothing is active and nothing the default. */
export const noChoice: UserChoice = { activeConfigurationId: null, defaultProfileId: null };

/** A configuration with a key and a host of its own. */
export function configurationOf(
  userId: string,
  configurationId: string,
  changes: Partial<ResolvedConfiguration> = {},
): ResolvedConfiguration {
  return {
    ...{ userId, configurationId, revision: 1, name: `${userId}'s ${configurationId}` },
    provider: 'openai-compatible',
    fields: { baseUrl: `http://${userId}.test/${configurationId}/v1` },
    secrets: { apiKey: `key-of-${userId}-${configurationId}` },
    model: `model-of-${userId}-${configurationId}`,
    parameters: {},
    ...changes,
  };
}

/** A profile for a configuration. */
export function profileOf(tag: string, configurationId: string, changes: Partial<Profile> = {}): Profile {
  return {
    ...{ id: `profile-${tag}`, revision: 1, name: tag, tag, description: '', configurationId, mcpServerId: null },
    parameters: {},
    ...changes,
  };
}
