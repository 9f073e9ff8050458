import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '../../../../src-shared/errors.ts';
import { type ProviderId, providerIds } from '../../../../src-shared/providers.ts';
import { largestSettingsFile, type SettingsImportPlan } from '../../../../src-shared/settings.ts';
import { table } from '../../output.ts';
import { type PassphraseOptions, passphraseSource, withPassphraseOptions } from '../../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { readSettings, unlock } from './find.ts';
import { settingsText } from './words.ts';

/** `persag settings export|import|environment|repair`. */
export function addSettingsFiles(settings: Command): void {
  settings
    .command('export')
    .description('write everything but the secrets as JSON, to a new file or to standard output')
    .argument('[file]', 'must not be there yet; left out, or -, it is standard output')
    .action((file: string | undefined, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), (session) => exportTo(session, file)),
    );
  settings
    .command('import')
    .description('add what such a file has; what is there stays as it is')
    .argument('<file>', 'made by an export')
    .option('--dry-run', 'only say what it would bring')
    .action((file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly dryRun?: boolean }>();
      return runCommand(options, (session) => importFrom(session, file, options.dryRun === true));
    });
  withPassphraseOptions(settings.command('environment'))
    .description('which providers the environment has variables for; --import makes configurations of them')
    .option('--import <provider...>', 'which of them')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<EnvironmentOptions>();
      return runCommand(options, (session) => environment(session, options));
    });
  settings
    .command('repair')
    .description('go on where the file of the settings cannot be read; it is kept aside')
    .option('--last-good', 'with the last good copy')
    .option('--afresh', 'with nothing')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<
        CommonOptions & { readonly lastGood?: boolean; readonly afresh?: boolean }
      >();
      return runCommand(options, async ({ api, output }) => {
        if ((options.lastGood === true) === (options.afresh === true)) {
          throw new Fault('input/invalid', 'Choose one: --last-good or --afresh.');
        }
        const { startAfresh, useLastGood: takeLastGood } = api.settings;
        const after = await unwrap(options.afresh === true ? startAfresh() : takeLastGood());
        output.answer(after, settingsText(after));
        return true;
      });
    });
}

interface EnvironmentOptions extends CommonOptions, PassphraseOptions {
  readonly import?: readonly string[];
}

async function exportTo({ api, output }: Session, file: string | undefined): Promise<boolean> {
  const { text } = await unwrap(api.settings.exportText());
  if (file === undefined || file === '-') {
    output.answer(JSON.parse(text), text.trimEnd());
    return true;
  }
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('settings/export-unwritable', `${file} could not be written: ${why}.`);
  }
  output.answer({ path: file }, `Wrote ${file}, without any secret.`);
  return true;
}

async function importFrom({ api, output }: Session, file: string, dryRun: boolean): Promise<boolean> {
  const plan = await unwrap(api.settings.planImportText({ fileName: basename(file), text: await textOf(file) }));
  if (!dryRun) await unwrap(api.settings.importFile({ planId: plan.planId }));
  output.answer({ ...plan, imported: !dryRun }, planText(plan, dryRun));
  return true;
}

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largestSettingsFile) throw new Error('it is larger than 4 MB');
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('settings/file-unusable', `${file} cannot be imported: ${why}.`);
  }
}

function planText({ configurations, profiles, missingSecrets }: SettingsImportPlan, dryRun: boolean): string {
  const rows = [
    ...configurations.map(({ name, provider, as }) => ['configuration', name, provider, name === as ? '' : `as ${as}`]),
    ...profiles.map(({ name, tag, as }) => ['profile', name, `@${tag}`, tag === as ? '' : `as @${as}`]),
  ];
  const what = rows.length === 0 ? 'The file has nothing in it.' : table(rows);
  const keys = missingSecrets === 0 ? [] : [`Keys are not in such a file: ${missingSecrets} have to be entered.`];
  return [what, ...keys, ...(dryRun ? ['Nothing was changed.'] : [])].join('\n');
}

async function environment(session: Session, options: EnvironmentOptions): Promise<boolean> {
  const { api, output } = session;
  if (options.import === undefined) {
    const offers = await unwrap(api.settings.lookInEnvironment());
    const rows = offers.map(({ provider, variables }) => [provider, variables.join(', ')]);
    output.answer(offers, rows.length === 0 ? 'The environment has nothing for any provider.' : table(rows));
    return true;
  }
  const providers = options.import.map(knownProvider);
  await unlock(session, await readSettings(session), await passphraseSource(options));
  const after = await unwrap(api.settings.importFromEnvironment({ providers }));
  output.answer(after, settingsText(after));
  return true;
}

function knownProvider(wanted: string): ProviderId {
  const found = providerIds.find((id) => id === wanted);
  if (found !== undefined) return found;
  throw new Fault('input/invalid', `A provider is one of ${providerIds.join(', ')}.`);
}
