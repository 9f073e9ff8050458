import { Argument, type Command } from 'commander';
import { type PassphraseOptions, passphraseSource, withPassphraseOptions } from '../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { addSettingsFiles } from './settings/files.ts';
import { readSettings, theConfiguration, unlock } from './settings/find.ts';
import { addSettingsProfiles } from './settings/profiles.ts';
import { addSettingsSet } from './settings/set.ts';
import { configurationText, settingsText } from './settings/words.ts';

type Options = CommonOptions & PassphraseOptions;

/** `persag settings`: those of the current user. No secret is ever an argument, and none is ever printed. */
export function addSettings(program: Command): void {
  const settings = program
    .command('settings')
    .description('configurations of providers, keys and profiles of the current user');
  withPassphraseOptions(settings.command('list', { isDefault: true }))
    .description('the configurations, the one in use marked')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      return runCommand(options, (session) => list(session, options));
    });
  withPassphraseOptions(settings.command('show'))
    .description('one configuration whole')
    .argument('<name>', 'or its id')
    .action((name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      return runCommand(options, (session) => show(session, name, options));
    });
  addSettingsSet(settings);
  settings
    .command('remove')
    .description('remove a configuration with its keys')
    .argument('<name>', 'or its id')
    .action((name: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async (session) => {
        const { id } = theConfiguration(await readSettings(session), name);
        const after = await unwrap(session.api.settings.removeConfiguration({ id }));
        session.output.answer(after, settingsText(after));
        return true;
      }),
    );
  settings
    .command('use')
    .description('use a configuration where nothing is named')
    .argument('[name]', 'or its id; left out: none')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async (session) => {
        const before = await readSettings(session);
        const activeConfigurationId = name === undefined ? null : theConfiguration(before, name).id;
        const after = await unwrap(session.api.settings.choose({ activeConfigurationId }));
        session.output.answer(after, settingsText(after));
        return true;
      }),
    );
  settings
    .command('session-only')
    .description('keep nothing on the disk: what is set in the window is forgotten when it is closed')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action((state: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), (session) => sessionOnly(session, state === 'on')),
    );
  addSettingsProfiles(settings);
  addSettingsFiles(settings);
}

/** Looks at the keys, too, where the passphrase was handed in; nobody is asked only to look. */
async function opened(session: Session, options: Options) {
  const settings = await unwrap(session.api.settings.get());
  const handedIn = options.passphraseStdin === true || options.passphraseFile !== undefined;
  if (!handedIn || !settings.isLocked) return settings;
  return unlock(session, settings, await passphraseSource(options));
}

async function list(session: Session, options: Options): Promise<boolean> {
  const settings = await opened(session, options);
  session.output.answer(settings, settingsText(settings));
  return settings.trouble === null;
}

/** This very command is the session of what it finds: all of it is gone at its end, which it says. */
async function sessionOnly(session: Session, isOn: boolean): Promise<boolean> {
  const { configurations, profiles } = await readSettings(session);
  const after = await unwrap(session.api.settings.setPreferences({ sessionOnly: isOn }));
  const gone = `${configurations.length} configurations with their keys and ${profiles.length} profiles`;
  const words = isOn
    ? `Nothing is kept on the disk from now on; ${gone} are forgotten.`
    : 'Settings are kept on the disk.';
  session.output.answer(after.preferences, words);
  return true;
}

async function show(session: Session, name: string, options: Options): Promise<boolean> {
  await opened(session, options);
  const configuration = theConfiguration(await readSettings(session), name);
  session.output.answer(configuration, configurationText(configuration));
  return true;
}
