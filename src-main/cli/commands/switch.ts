import { type Command, InvalidArgumentError } from 'commander';
import type { Api } from '../../../src-shared/contract.ts';
import { stepTitles } from '../../../src-shared/step-titles.ts';
import type { SwitchState } from '../../../src-shared/switching.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../output.ts';
import {
  type PassphraseOptions,
  type PassphraseSource,
  passphraseSource,
  withPassphraseOptions,
} from '../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { planText, reportText } from './switch-words.ts';

interface SwitchOptions extends CommonOptions, PassphraseOptions {
  readonly services: boolean;
  readonly repair?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly timeout?: number;
}

const help = `
--wait waits for whatever else changes this home, such as the window, instead of being refused with 5. --timeout is the
longest that this wait may take, and the longest that the services may take to answer; without it both have what
PERSAG_SERVICE_TIMEOUT says, or 180 s. A switch whose services do not answer in time is taken back.

Examples:
  persag switch paula
  persag switch paula --dry-run            every file, container and folder, and all that stands in the way; ends with 1 then
  persag switch paula --no-services        where Docker is not there
  persag switch paula --wait --timeout 60

Ends with 0 where it switched, 1 where it failed and everything is as it was, 5 where something else is at work, 6 where not
all of it could be taken back: the next start of the window or of a command goes on with that.`;

/** `persag switch`: the whole switch, with its steps on standard error and the report at the end. */
export function addSwitch(program: Command): void {
  withPassphraseOptions(program.command('switch'))
    .description('make another user current and move both services to them; undone if it fails')
    .argument('<user>', 'the id, as `persag users list` shows it')
    .option('--no-services', 'write the files only; the services stay as they are')
    .option('--repair', 'go on although env.userid cannot be read; its text is kept in the backups')
    .option('--dry-run', 'show what it would do and what stands in its way, and do nothing')
    .option('--wait', 'wait for what else changes this home, instead of being refused')
    .option(
      '--timeout <seconds>',
      'the longest wait: with --wait for the others, and for the services to answer',
      seconds,
    )
    .addHelpText('after', help)
    .action((userId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SwitchOptions>();
      return runCommand(options, (session) =>
        options.dryRun === true ? dryRun(session, userId, options) : switchTo(session, userId, options),
      );
    });
}

/** Whole seconds, as the calls take them. */
function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It has to be a whole number of seconds from 1 to 3600.');
}

async function dryRun({ api, output }: Session, userId: string, options: SwitchOptions): Promise<boolean> {
  const asked = { userId, services: options.services, repair: options.repair === true };
  const plan = await unwrap(api.switching.plan(asked));
  output.answer(plan, planText(plan));
  return plan.possible;
}

async function switchTo(session: Session, userId: string, options: SwitchOptions): Promise<ExitCode> {
  const { features, output } = session;
  const { services, timeout } = options;
  const off = features.switching.onChanged(stepPrinter(output.progress));
  const endTelling = options.wait === true ? tellOfWaiting(session) : () => undefined;
  try {
    const asked = {
      ...{ userId, services, repair: options.repair === true },
      ...(options.wait === true ? { waitSeconds: timeout ?? usualSeconds() } : {}),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    };
    const report = await unwrap(start(session, asked, await passphraseSource(options)));
    output.answer(report, reportText(report));
    if (report.success) return exitCodes.done;
    return report.error === undefined ? exitCodes.failed : exitCodeOf(report.error);
  } finally {
    endTelling();
    off();
  }
}

/** Longer than this it is worth a line that others are waited for. */
const moment = 500;

/** Says so where the switch has not begun after a moment. */
function tellOfWaiting({ features, output }: Session): () => void {
  const timer = setTimeout(() => output.progress('waiting for what else changes this home ...'), moment);
  const off = features.switching.onChanged(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    off();
  };
}

/** What is set for all services, where it can be used; the app says where it cannot. */
function usualSeconds(): number {
  const set = Math.ceil(Number(process.env.PERSAG_SERVICE_TIMEOUT));
  return set >= 1 && set <= 3600 ? set : 180;
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
