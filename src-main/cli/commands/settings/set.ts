import type { Command } from 'commander';
import { Fault } from '../../../../src-shared/errors.ts';
import { type ParameterName, parameterNames, providerIds } from '../../../../src-shared/providers.ts';
import type { Configuration } from '../../../../src-shared/settings.ts';
import { givenSecrets, type SecretOptions, splitPair, withSecretOptions } from '../../secret-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { findConfiguration, readSettings, unlock } from './find.ts';
import { configurationText } from './words.ts';

interface SetOptions extends CommonOptions, SecretOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly rename?: string;
  readonly field: readonly string[];
  readonly parameter: readonly string[];
  readonly removeSecret: readonly string[];
  readonly use?: boolean;
}

const collect = (value: string, before: readonly string[]) => [...before, value];

/** `persag settings set`. */
export function addSettingsSet(settings: Command): void {
  withSecretOptions(settings.command('set'))
    .description('make a configuration, or change what is named of one')
    .argument('<name>', 'of a configuration, there or new')
    .option('--provider <provider>', 'of a new one: which kind')
    .option('--model <model>', 'which model, or deployment')
    .option('--field <name=value>', 'a field that is no secret; an empty value takes it away', collect, [])
    .option('--parameter <name=value>', 'such as temperature=0.2; an empty value takes it away', collect, [])
    .option('--remove-secret <field>', 'forget a secret', collect, [])
    .option('--rename <name>', 'another name')
    .option('--use', 'use it where nothing is named')
    .action((name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SetOptions>();
      return runCommand(options, (session) => set(session, name, options));
    });
}

async function set(session: Session, name: string, options: SetOptions): Promise<boolean> {
  const { api, output } = session;
  const { passphrase, secrets } = await givenSecrets(options);
  let before = await readSettings(session);
  const isSecret = Object.keys(secrets).length > 0;
  const handedIn = options.passphraseStdin === true || options.passphraseFile !== undefined;
  if (isSecret || (handedIn && before.isLocked)) before = await unlock(session, before, passphrase);
  const kept = findConfiguration(before, name);
  const changes = [
    ...Object.entries(secrets).map(([field, value]) => [field, { kind: 'set', value }] as const),
    ...options.removeSecret.map((field) => [field, { kind: 'remove' }] as const),
  ];
  const draft = {
    id: kept?.id ?? null,
    revision: kept?.revision ?? 0,
    name: options.rename ?? kept?.name ?? name,
    provider: kept?.provider ?? newProvider(options.provider),
    fields: changedFields(kept, options.field),
    secrets: Object.fromEntries(changes),
    model: options.model ?? kept?.model ?? '',
    parameters: changedParameters(kept, options.parameter),
  };
  if (kept !== null && options.provider !== undefined && options.provider !== kept.provider) {
    throw new Fault('input/invalid', `"${kept.name}" is for ${kept.provider}; make a new one for another provider.`);
  }
  let after = await unwrap(api.settings.saveConfiguration(draft));
  const made = findConfiguration(after, draft.name);
  if (options.use === true && made !== null) {
    after = await unwrap(api.settings.choose({ activeConfigurationId: made.id }));
  }
  output.answer(made, made === null ? 'Saved.' : configurationText(made));
  return true;
}

function newProvider(wanted: string | undefined) {
  const found = providerIds.find((id) => id === wanted);
  if (found !== undefined) return found;
  throw new Fault('input/invalid', `A new configuration needs --provider: ${providerIds.join(', ')}.`);
}

function changedFields(kept: Configuration | null, pairs: readonly string[]): Record<string, string> {
  const fields = { ...kept?.fields };
  for (const pair of pairs) {
    const [name, value] = splitPair(pair, '--field name=value');
    if (value.trim() === '') delete fields[name];
    else fields[name] = value;
  }
  return fields;
}

function changedParameters(kept: Configuration | null, pairs: readonly string[]) {
  const parameters: { [name in ParameterName]?: number | undefined } = { ...kept?.parameters };
  for (const pair of pairs) {
    const [name, value] = splitPair(pair, '--parameter name=value');
    const known = parameterNames.find((one) => one === name);
    if (known === undefined) throw new Fault('input/invalid', `A parameter is one of ${parameterNames.join(', ')}.`);
    if (value.trim() === '') delete parameters[known];
    else parameters[known] = Number(value);
  }
  return parameters;
}
