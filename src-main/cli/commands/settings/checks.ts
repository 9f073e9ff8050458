import type { Command } from 'commander';
import type { ListedModel } from '../../../../src-shared/providers.ts';
import { table } from '../../output.ts';
import { type PassphraseOptions, withPassphraseOptions } from '../../passphrase-source.ts';
import { resultText } from '../../result-text.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { terminalText } from '../../terminal-text.ts';
import { theConfiguration } from './find.ts';
import { unlockedSettings } from './unlocked.ts';

type Options = CommonOptions & PassphraseOptions;

/** `persag settings test` and `persag settings models`. */
export function addSettingsChecks(settings: Command): void {
  const test = settings
    .command('test')
    .description('asks the provider of a configuration whether it answers')
    .argument('<name>', 'the configuration')
    .option('--chat', 'let the model give one short answer, too, which may cost a little')
    .addHelpText('after', afterTest);
  withPassphraseOptions(test).action((name: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<Options & { chat?: boolean }>();
    return runCommand(options, (session) => testConfiguration(session, name, options));
  });
  const models = settings
    .command('models')
    .description('the models that the provider of a configuration has')
    .argument('<name>', 'the configuration')
    .addHelpText('after', afterModels);
  withPassphraseOptions(models).action((name: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<Options>();
    return runCommand(options, (session) => listModels(session, name, options));
  });
}

const afterTest = `
Exit codes: 0 every check was good, 1 one was not. With --json: {access, chat}, chat null without --chat.`;
const afterModels = `
Exit codes: 0 listed, 1 not: a model can be set all the same. With --json: {result, models, isCut, listedAt}.`;

async function testConfiguration(
  session: Session,
  name: string,
  options: Options & { chat?: boolean },
): Promise<boolean> {
  const { api, output } = session;
  const target = { configurationId: theConfiguration(await unlockedSettings(session, options), name).id };
  const access = await unwrap(api.chat.check({ ask: 1, kind: 'access', target }));
  // Also after a refused list: a key may be allowed to ask, and not to list.
  const chat = options.chat === true ? await unwrap(api.chat.check({ ask: 2, kind: 'chat', target })) : null;
  const lines = [`access: ${resultText(access)}`, ...(chat === null ? [] : [`chat: ${resultText(chat)}`])];
  output.answer({ access, chat }, lines.join('\n'));
  return access.outcome === 'ok' && (chat === null || chat.outcome === 'ok');
}

async function listModels(session: Session, name: string, options: Options): Promise<boolean> {
  const { api, output } = session;
  const target = { configurationId: theConfiguration(await unlockedSettings(session, options), name).id };
  const listing = await unwrap(api.chat.listModels({ ask: 1, fresh: true, target }));
  const good = listing.result.outcome === 'ok';
  const rows = [['MODEL', 'KIND', 'CONTEXT'], ...listing.models.map(rowOf)];
  const cut = listing.isCut ? '\nThere are more than are shown.' : '';
  output.answer(listing, good ? `${table(rows)}${cut}` : resultText(listing.result));
  return good;
}

function rowOf({ id, kind, contextSize }: ListedModel): string[] {
  return [terminalText(id), kind, contextSize === null ? '-' : String(contextSize)];
}
