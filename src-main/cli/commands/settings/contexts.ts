import { type Command, InvalidArgumentError } from 'commander';
import type { ContextsState, ContextTime } from '../../../../src-shared/chat.ts';
import { failureText } from '../../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';

/** A number, or the usual one again. */
type Figure = number | 'usual';

interface ContextsOptions extends CommonOptions {
  readonly interval?: Figure;
  readonly maxAge?: Figure;
}

/** `persag settings contexts`. */
export function addSettingsContexts(settings: Command): void {
  settings
    .command('contexts')
    .description('when what a running app keeps of a user to ask models is dropped because nobody uses it')
    .option('--interval <seconds>', 'look so often for what is idle, 1 to 86400, or "usual"', figure)
    .option('--max-age <hours>', 'drop what was not used for so long, 0.01 to 8760, or "usual"', figure)
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ContextsOptions>();
      return runCommand(options, (session) => contexts(session, options));
    });
}

async function contexts({ api, output }: Session, { interval, maxAge }: ContextsOptions): Promise<boolean> {
  const wanted = {
    ...(interval === undefined ? {} : { cleanupIntervalSeconds: kept(interval) }),
    ...(maxAge === undefined ? {} : { maxAgeHours: kept(maxAge) }),
  };
  const change = Object.keys(wanted).length > 0;
  const { times, refused } = await unwrap(change ? api.chat.setContextTimes(wanted) : api.chat.contexts());
  output.answer({ times, refused }, wordsOf({ times, refused }));
  return true;
}

const origins: Readonly<Record<ContextTime['origin'], string>> = {
  environment: 'from the environment',
  kept: 'set here',
  usual: 'as usual',
};

function wordsOf({ times, refused }: Pick<ContextsState, 'times' | 'refused'>): string {
  const { cleanupIntervalSeconds: interval, maxAgeHours: age } = times;
  return [
    `interval  ${interval.value} s, ${origins[interval.origin]}`,
    `max age   ${age.value} h, ${origins[age.origin]}`,
    ...refused.map(failureText),
  ].join('\n');
}

const kept = (figure: Figure) => (figure === 'usual' ? null : figure);

/** Whether it is within its bounds is checked where it is set. */
function figure(text: string): Figure {
  if (text === 'usual') return text;
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new InvalidArgumentError('It has to be a number, or "usual".');
  return value;
}
