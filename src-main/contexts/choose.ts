import { Fault } from '../../src-shared/errors.ts';
import { isSame } from '../../src-shared/roles.ts';
import type { Profile } from '../../src-shared/settings.ts';
import type { RunContext, RunRequest } from '../lib/run-context.ts';
import type { SettingsReader } from './ports.ts';

/**
 * The snapshot of one request, made of that user's settings alone. The most specific choice counts: what the request names,
 * then the default profile, then the active configuration (facts/providers 3.1). What is chosen and cannot be used is a
 * fault and never replaced by the next: that would send the message to a provider the person did not name.
 * Faults: `chat/unknown-tag`, `chat/not-configured`, `chat/profile-missing`, and those of the settings.
 */
export async function chooseContext(
  settings: SettingsReader,
  userId: string,
  request: RunRequest,
): Promise<RunContext> {
  switch (request.kind) {
    case 'configuration':
      return contextOf(settings, userId, { configurationId: request.configurationId, profile: null });
    case 'tag': {
      const profiles = await settings.profiles(userId);
      const profile = profiles.find(({ tag }) => tag === request.tag);
      if (profile === undefined) throw unknownTag(request.tag, profiles);
      return contextOf(settings, userId, { configurationId: profile.configurationId, profile });
    }
    case 'usual':
      return usualContext(settings, userId);
  }
}

async function usualContext(settings: SettingsReader, userId: string): Promise<RunContext> {
  const { defaultProfileId, activeConfigurationId } = await settings.choice(userId);
  if (defaultProfileId !== null) {
    const profile = (await settings.profiles(userId)).find(({ id }) => id === defaultProfileId);
    if (profile === undefined) throw new Fault('chat/profile-missing', 'The default profile is no longer there.');
    return contextOf(settings, userId, { configurationId: profile.configurationId, profile });
  }
  if (activeConfigurationId !== null) {
    return contextOf(settings, userId, { configurationId: activeConfigurationId, profile: null });
  }
  throw new Fault('chat/not-configured', 'No configuration is active and no profile is the default.');
}

async function contextOf(
  settings: SettingsReader,
  userId: string,
  chosen: { readonly configurationId: string; readonly profile: Profile | null },
): Promise<RunContext> {
  const { configurationId, profile } = chosen;
  const configuration = await settings.resolve(userId, configurationId);
  // Whatever goes wrong elsewhere, nobody is answered with another's key.
  if (!isSame(configuration.userId, userId) || configuration.configurationId !== configurationId) {
    throw new Error('the settings answered with a configuration of somebody else');
  }
  return Object.freeze({
    userId,
    profile: profile === null ? null : Object.freeze({ id: profile.id, name: profile.name, tag: profile.tag }),
    configuration,
    model: configuration.model,
    parameters: Object.freeze({ ...configuration.parameters, ...profile?.parameters }),
    mcp: null,
  });
}

/** The fault of a tag that none of the user's profiles has; it names those they have. */
export function unknownTag(tag: string, profiles: readonly Pick<Profile, 'tag'>[]): Fault {
  const own = profiles.map((profile) => `@${profile.tag}`);
  const there = own.length === 0 ? 'You have no profiles yet.' : `Yours are ${own.join(', ')}.`;
  return new Fault('chat/unknown-tag', `None of your profiles has the tag @${tag}. ${there}`);
}
