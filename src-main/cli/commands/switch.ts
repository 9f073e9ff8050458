import type { Command } from 'commander';
import type { Api } from '../../../src-shared/contract.ts';
import { stepTitles } from '../../../src-shared/step-titles.ts';
import type { SwitchReport, SwitchState } from '../../../src-shared/switching.ts';
import { failureText } from '../output.ts';
import {
  type PassphraseOptions,
  type PassphraseSource,
  passphraseSource,
  withPassphraseOptions,
} from '../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface SwitchOptions extends CommonOptions, PassphraseOptions {
  readonly services: boolean;
  readonly repair?: boolean;
}

/** `persag switch`: the whole switch, with its steps on standard error and the report at the end. */
export function addSwitch(program: Command): void {
  withPassphraseOptions(program.command('switch'))
    .description('make another user current and move both services to them; undone if it fails')
    .argument('<user>', 'the id, as `persag users list` shows it')
    .option('--no-services', 'write the files only; the services stay as they are')
    .option('--repair', 'go on although env.userid cannot be read; its text is kept in the backups')
    .action((userId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SwitchOptions>();
      return runCommand(options, async (session) => {
        const { features, output } = session;
        const off = features.switching.onChanged(stepPrinter(output.progress));
        try {
          const asked = { userId, services: options.services, repair: options.repair === true };
          const report = await unwrap(start(session, asked, await passphraseSource(options)));
          output.answer(report, reportText(report));
          return report.success;
        } finally {
          off();
        }
      });
    });
}

/** A person who mistypes a passphrase is asked again; the delays of wrong tries hold all the same. */
const mostQuestions = 3;

type Asked = Parameters<Api['switching']['start']>[0];

/** Starts a switch; where the user has a passphrase and none was handed in, asks for it. */
async function start(
  { api, output: { progress: tell } }: Session,
  asked: Asked,
  source: PassphraseSource,
): ReturnType<Api['switching']['start']> {
  const question = `Passphrase of ${asked.userId}: `;
  if (source.given) return api.switching.start({ ...asked, passphrase: await source.next(question) });
  let answer = await api.switching.start(asked);
  if (answer.ok || answer.error.code !== 'access/passphrase-needed' || !process.stdin.isTTY) return answer;
  for (let questions = 1; ; questions += 1) {
    answer = await api.switching.start({ ...asked, passphrase: await source.next(question) });
    if (answer.ok || answer.error.code !== 'access/passphrase-wrong' || questions === mostQuestions) return answer;
    tell(answer.error.message);
  }
}

/** Prints a line whenever a step ends. */
function stepPrinter(print: (line: string) => void): (state: SwitchState) => void {
  const told = new Map<string, string>();
  return (state) => {
    if (state.state !== 'running') return;
    for (const { name, state: how, ms } of state.steps) {
      if (how === 'waiting' || how === 'running' || told.get(name) === how) continue;
      told.set(name, how);
      print(`${how.padEnd(8)}${stepTitles[name]} (${(ms / 1000).toFixed(1)} s)`);
    }
  };
}

function reportText(report: SwitchReport): string {
  const total = report.steps.reduce((sum, step) => sum + step.ms, 0) / 1000;
  const from = report.previous_user === null ? '' : ` from ${report.previous_user}`;
  const after =
    report.error?.code === 'switching/undo-incomplete' ? 'see below what is left' : 'everything is as it was';
  const head = report.success
    ? `Switched${from} to ${report.user_id} in ${total.toFixed(1)} s.`
    : `Not switched to ${report.user_id}; ${after}.`;
  const error = report.error === undefined ? [] : [failureText(report.error)];
  return [head, ...error, ...report.warnings.map((warning) => `Warning: ${warning}`)].join('\n');
}
