import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ActivityEntry, exportFormats } from '../../../src-shared/activity.ts';
import {
  type ActivityResult,
  activityResults,
  activityWords,
  resultWords,
  sayingOf,
} from '../../../src-shared/activity-words.ts';
import { momentOf } from '../moment.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface FilterOptions extends CommonOptions {
  readonly user?: string;
  readonly what?: string;
  readonly result?: ActivityResult;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
}

interface ListOptions extends FilterOptions {
  readonly limit: number;
}

interface ExportOptions extends FilterOptions {
  readonly format?: (typeof exportFormats)[number];
}

/** `persag activity` and `persag activity export`. */
export function addActivity(program: Command): void {
  const activity = withFilters(program.command('activity'))
    .description('who did what, when and with which result, the newest first')
    .option('--limit <count>', 'how many at most', countOf, 50)
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      return runCommand(options, (session) => list(session, options));
    });
  withFilters(activity.command('export'))
    .description('write all that matches into a new file, the oldest first')
    .argument('<file>', 'must not be there yet')
    .addOption(new Option('--format <format>', 'by the ending of the file if left out').choices([...exportFormats]))
    .action((file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ExportOptions>();
      return runCommand(options, async ({ api, output }) => {
        const format = options.format ?? (file.endsWith('.csv') ? 'csv' : 'jsonl');
        const done = await unwrap(api.activity.export({ ...filterOf(options), format, path: resolve(file) }));
        output.answer(done, `Wrote ${done.entries} entries to ${done.path}.`);
        return true;
      });
    });
}

function withFilters(command: Command): Command {
  return command
    .option('--user <id>', 'whoever acted, or whom it was about')
    .addOption(new Option('--what <act>', 'one kind of act').choices(Object.keys(activityWords)))
    .addOption(new Option('--result <result>', 'how it ended').choices([...activityResults]))
    .option('--since <when>', 'a day or time, or how long ago: 2h, 7d', (text) => momentOf(text))
    .option('--until <when>', 'up to this day or time', (text) => momentOf(text))
    .option('--text <words>', 'in any of the words');
}

function filterOf({ user, what, result, since, until, text }: FilterOptions) {
  return {
    ...(user === undefined ? {} : { user }),
    ...(what === undefined ? {} : { what }),
    ...(result === undefined ? {} : { result }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(text === undefined ? {} : { text }),
  };
}

async function list({ api, output }: Session, options: ListOptions): Promise<boolean> {
  const page = await unwrap(api.activity.list({ ...filterOf(options), limit: options.limit }));
  const more = page.next === null ? [] : ['There is more: --limit shows it, --since narrows it.'];
  const text = page.entries.length === 0 ? 'Nothing was found.' : [table(page.entries.map(row)), ...more].join('\n');
  output.answer(page, text);
  return true;
}

function row({ time, who, via, what, subject, result, ms, detail, code }: ActivityEntry): string[] {
  const remarks = [detail, ms === null ? null : `${ms} ms`, code].filter((remark) => remark !== null).join(', ');
  const said = `${sayingOf(what, result, subject)}${remarks === '' ? '' : ` (${remarks})`}`;
  return [localTime(time), who ?? '-', via, resultWords[result].toLowerCase(), said];
}

/** Of this computer, as a log is read beside others. */
function localTime(iso: string): string {
  const time = new Date(iso);
  const part = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), part(time.getMonth() + 1), part(time.getDate())].join('-');
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(part).join(':')}`;
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new InvalidArgumentError('Write a number from 1 to 1000.');
}
