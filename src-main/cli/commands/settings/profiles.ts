import type { Command } from 'commander';
import { Fault } from '../../../../src-shared/errors.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { findProfile, readSettings, theConfiguration } from './find.ts';
import { profilesText } from './words.ts';

interface ProfileOptions extends CommonOptions {
  readonly tag?: string;
  readonly configuration?: string;
  readonly description?: string;
  readonly default?: boolean;
}

/** `persag settings profiles`, and its `set` and `remove`. */
export function addSettingsProfiles(settings: Command): void {
  const profiles = settings
    .command('profiles')
    .description('profiles: @TAG in front of a message uses one for it')
    .action((_options: unknown, command: Command) => runCommand(command.optsWithGlobals<CommonOptions>(), list));
  profiles
    .command('set')
    .description('make a profile, or change what is named of one')
    .argument('<name>', 'of a profile, there or new')
    .option('--tag <tag>', '1 to 16 letters or digits')
    .option('--configuration <name>', 'which one it uses')
    .option('--description <text>', 'what it is for')
    .option('--default', 'use it where nothing is named')
    .action((name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ProfileOptions>();
      return runCommand(options, (session) => set(session, name, options));
    });
  profiles
    .command('remove')
    .description('remove a profile')
    .argument('<profile>', 'its tag or name')
    .action((wanted: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async (session) => {
        const found = findProfile(await readSettings(session), wanted);
        if (found === null) throw new Fault('settings/unknown-profile', `There is no profile "${wanted}".`);
        const after = await unwrap(session.api.settings.removeProfile({ id: found.id }));
        session.output.answer(after.profiles, profilesText(after));
        return true;
      }),
    );
}

async function list(session: Session): Promise<boolean> {
  const settings = await readSettings(session);
  const { profiles, defaultProfileId } = settings;
  session.output.answer({ profiles, defaultProfileId }, profilesText(settings));
  return true;
}

async function set(session: Session, name: string, options: ProfileOptions): Promise<boolean> {
  const { api, output } = session;
  const before = await readSettings(session);
  const kept = findProfile(before, name);
  const tag = options.tag ?? kept?.tag;
  if (tag === undefined) throw new Fault('input/invalid', 'A new profile needs --tag.');
  const configuration = options.configuration ?? kept?.configurationId;
  if (configuration === undefined) throw new Fault('input/invalid', 'A new profile needs --configuration.');
  let after = await unwrap(
    api.settings.saveProfile({
      id: kept?.id ?? null,
      revision: kept?.revision ?? 0,
      name: kept?.name ?? name,
      tag: tag.replace(/^@/, ''),
      description: options.description ?? kept?.description ?? '',
      configurationId: theConfiguration(before, configuration).id,
      mcpServerId: kept?.mcpServerId ?? null,
      parameters: kept?.parameters ?? {},
    }),
  );
  const made = findProfile(after, tag);
  if (options.default === true && made !== null)
    after = await unwrap(api.settings.choose({ defaultProfileId: made.id }));
  output.answer(made, profilesText(after));
  return true;
}
