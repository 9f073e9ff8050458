import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import { hints } from '../../../src-shared/errors.ts';
import { type LogLevelName, logLevels } from '../../../src-shared/log-level.ts';
import { type LogBatch, longestTail, readKind } from '../../../src-shared/logs.ts';
import { momentOf } from '../moment.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { untilUnread, writeOut } from '../stream-out.ts';

interface LogsOptions extends CommonOptions {
  readonly follow?: boolean;
  readonly tail?: number | null;
  readonly since?: string;
  readonly level?: LogLevelName;
  readonly grep?: string;
}

/** `persag services logs [service]`. */
export function addLogs(services: Command): void {
  services
    .command('logs')
    .description('what the services have logged, on one time line; secrets are masked')
    .addArgument(new Argument('[service...]', 'both where none is named').choices([...serviceNames]))
    .option('-f, --follow', 'go on until Ctrl+C, through restarts and new containers')
    .option('--tail <lines>', 'so many lines of each service before now, or "all"; 1000, and all with --since', tailOf)
    .option('--since <when>', 'a day or time, or how long ago: 10m, 2h, 7d', (text) => momentOf(text))
    .addOption(
      new Option('--level <level>', 'this level and worse; lines that name none are info').choices(logLevels.slice(1)),
    )
    .option('--grep <text>', 'only lines that have this text in them, capitals or not')
    .action((chosen: ServiceName[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogsOptions>();
      const names = chosen.length === 0 ? [...serviceNames] : [...new Set(chosen)];
      return runCommand(options, (session) => printLogs(session, names, options));
    });
}

async function printLogs({ api, output }: Session, services: ServiceName[], options: LogsOptions): Promise<boolean> {
  const { follow = false, since = null } = options;
  const { tail = since === null ? 1000 : null } = options;
  const { stream } = await unwrap(api.logs.open({ services, follow, since, tail }));
  const told = new Set<string>();
  const failed = new Map<string, string>();
  await untilUnread(
    () => void api.logs.close({ stream }),
    async () => {
      for (;;) {
        const batch = await unwrap(api.logs.next({ stream }));
        if (batch === null) return;
        for (const [name, source] of Object.entries(batch.sources)) {
          if (source.state === 'unreachable') failed.set(name, source.why);
          const words = wordsOf(name, source);
          if (words !== null && !told.has(words)) output.progress(words);
          if (words !== null) told.add(words);
        }
        await writeOut(linesOf(batch, options));
      }
    },
  );
  const [why] = failed.values();
  if (follow || why === undefined || failed.size < services.length) return true;
  // Where nothing could be read at all, a script should know.
  output.failure({ code: 'docker/unreachable', message: why, hint: hints['docker/unreachable'] });
  return false;
}

function wordsOf(name: string, source: NonNullable<LogBatch['sources'][ServiceName]>): string | null {
  if (source.state === 'no-container') return `${name} has no container yet`;
  return source.state === 'unreachable' ? `the log of ${name} cannot be read: ${source.why}` : null;
}

/** A line each, as text or as JSON. */
function linesOf({ text, times, kinds }: LogBatch, { level, grep, json }: LogsOptions): string {
  if (times.length === 0) return '';
  const least = level === undefined ? 0 : logLevels.indexOf(level);
  const wanted = grep?.toLowerCase();
  const printed: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const kind = readKind(kinds[index] ?? 0);
    if (wanted !== undefined && !line.toLowerCase().includes(wanted)) continue;
    if ((kind.level === 0 ? logLevels.indexOf('info') : kind.level) < least) continue;
    const time = new Date(times[index] ?? 0).toISOString();
    const { service, stderr } = kind;
    const name = logLevels[kind.level];
    const asJson = { time, service, stream: stderr ? 'stderr' : 'stdout', level: name, text: line };
    printed.push(json === true ? `${JSON.stringify(asJson)}\n` : `${time} ${service.padEnd(9)} ${line}\n`);
  }
  return printed.join('');
}

function tailOf(text: string): number | null {
  if (text === 'all') return null;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0 && count <= longestTail) return count;
  throw new InvalidArgumentError(`Write a number from 0 to ${longestTail}, or "all".`);
}
