import { text as wholeText } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { ChatBatch } from '../../../src-shared/chat.ts';
import { Fault } from '../../../src-shared/errors.ts';
import type { CheckResult } from '../../../src-shared/providers.ts';
import { type PassphraseOptions, withPassphraseOptions } from '../passphrase-source.ts';
import { resultText } from '../result-text.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { untilUnread, writeOut } from '../stream-out.ts';
import { terminalText } from '../terminal-text.ts';
import { theConfiguration } from './settings/find.ts';
import { unlockedSettings } from './settings/unlocked.ts';

interface AskOptions extends CommonOptions, PassphraseOptions {
  readonly configuration?: string;
}

const details = `
The answer comes as the model gives it; Ctrl+C stops it. "@TAG" in front of the text asks the profile of that tag, and
"\\@" stands for an @ that is none. Without a tag and without --configuration the default profile answers, else the active
configuration. Nothing of it is kept.

Exit codes: 0 answered, 1 not answered or stopped, 2 wrong usage. With --json one value at the end: text, source,
firstTokenMs, ms, inputTokens, outputTokens and result, whose outcome is "ok" or what went wrong.`;

/** `persag ask`. */
export function addAsk(program: Command): void {
  const command = program
    .command('ask')
    .description('asks a model by your own settings')
    .argument('<text...>', 'the question; - reads it from standard input')
    .option('--configuration <name>', 'this configuration, whatever is the default')
    .addHelpText('after', details);
  withPassphraseOptions(command).action((words: string[], _options: unknown, own: Command) => {
    const options = own.optsWithGlobals<AskOptions>();
    return runCommand(options, (session) => ask(session, words, options));
  });
}

async function ask(session: Session, words: readonly string[], options: AskOptions): Promise<boolean> {
  const { api, output } = session;
  const { configuration } = options;
  const question = await questionOf(words, options);
  const settings = await unlockedSettings(session, options);
  const configurationId = configuration === undefined ? null : theConfiguration(settings, configuration).id;
  const { stream } = await unwrap(api.chat.open({ messages: [{ role: 'user', text: question }], configurationId }));
  let whole = '';
  let last: ChatBatch | null = null;
  await untilUnread(
    () => void api.chat.close({ stream }),
    async () => {
      for (;;) {
        const batch = await unwrap(api.chat.next({ stream }));
        if (batch === null) return;
        last = batch;
        whole += batch.text;
        if (options.json !== true) await writeOut(terminalText(batch.text));
      }
    },
  );
  if (options.json !== true && whole !== '') await writeOut('\n');
  return tellEnd(output, whole, last);
}

/** Fault: `input/invalid`. */
async function questionOf(words: readonly string[], { passphraseStdin }: AskOptions): Promise<string> {
  if (words.length !== 1 || words[0] !== '-') return words.join(' ');
  if (passphraseStdin === true) throw new Fault('input/invalid', 'Standard input has the question or the passphrase.');
  return wholeText(process.stdin);
}

function tellEnd(output: Session['output'], text: string, last: ChatBatch | null): boolean {
  const { source = null, firstTokenMs = null } = last ?? {};
  const { ms = null, inputTokens = null, outputTokens = null } = last?.end ?? {};
  const result = last?.end?.result ?? stopped;
  output.value({ text, source, firstTokenMs, ms, inputTokens, outputTokens, result });
  if (result === stopped) output.progress(stopped.message);
  else if (result.outcome !== 'ok') output.progress(resultText(result));
  else if (last !== null) output.progress(endText(last));
  return result.outcome === 'ok';
}

/** Where it was ended from outside there is no end of its own. */
const stopped: CheckResult = {
  outcome: 'cancelled',
  status: null,
  ms: 0,
  message: 'The answer was stopped.',
  hint: '',
  retryAfterMs: null,
};

function endText({ source, firstTokenMs, end }: ChatBatch): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const by =
    source.profile === null ? source.configurationName : `@${source.profile.tag} (${source.configurationName})`;
  const parts = [`${by}, ${source.model}`];
  if (end !== null) parts.push(`${seconds(end.ms)} in all`);
  if (firstTokenMs !== null) parts.push(`first word after ${seconds(firstTokenMs)}`);
  if (end?.inputTokens != null && end.outputTokens != null) {
    parts.push(`${end.inputTokens} tokens in, ${end.outputTokens} out`);
  }
  return terminalText(parts.join('; '));
}
