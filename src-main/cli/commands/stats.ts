import type { Command } from 'commander';
import { serviceNames } from '../../../src-shared/docker.ts';
import type { StatsBatch, StatsSample, StatsSourceState } from '../../../src-shared/stats.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { untilUnread, writeOut } from '../stream-out.ts';

interface StatsOptions extends CommonOptions {
  readonly follow?: boolean;
}

const states: Readonly<Record<StatsSourceState, string>> = {
  opening: 'being read',
  following: 'no figures yet',
  'not-running': 'not running',
  'no-container': 'no container yet',
  unreachable: 'Docker is not reachable',
};

/** `persag services stats`. */
export function addStats(services: Command): void {
  services
    .command('stats')
    .description('what the services use: processor, memory, network, disk')
    .option('--once', 'one look at both, which takes about two seconds (the default)')
    .option('-f, --follow', 'go on until Ctrl+C, about once a second')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StatsOptions>();
      return runCommand(options, (session) => (options.follow === true ? follow(session, options) : once(session)));
    });
}

async function once({ api, output }: Session): Promise<boolean> {
  const { stream } = await unwrap(api.stats.open({ once: true }));
  const batch = await unwrap(api.stats.next({ stream }));
  if (batch === null) return false;
  const rows = serviceNames.map((name) => rowOf(name, batch));
  const services = Object.fromEntries(
    serviceNames.map((name) => {
      const { state, samples } = batch.services[name];
      return [name, { state, sample: samples.at(-1) ?? null }];
    }),
  );
  output.answer({ services }, table([head, ...rows]));
  return serviceNames.every((name) => batch.services[name].state !== 'unreachable');
}

async function follow({ api }: Session, { json }: StatsOptions): Promise<boolean> {
  const { stream } = await unwrap(api.stats.open({}));
  await untilUnread(
    () => void api.stats.close({ stream }),
    async () => {
      for (;;) {
        const batch = await unwrap(api.stats.next({ stream }));
        if (batch === null) return;
        await writeOut(json === true ? asJson(batch) : asText(batch));
      }
    },
  );
  return true;
}

/** A line for each sample, as scripts read them. */
function asJson({ services }: StatsBatch): string {
  return serviceNames
    .flatMap((service) => services[service].samples.map((sample) => `${JSON.stringify({ service, ...sample })}\n`))
    .join('');
}

function asText(batch: StatsBatch): string {
  const lines = serviceNames.flatMap((name) => (batch.services[name].samples.length > 0 ? [rowOf(name, batch)] : []));
  return lines.map((cells) => `${cells.join('  ')}\n`).join('');
}

const head = ['SERVICE', 'CPU', 'MEMORY', 'NETWORK IN / OUT', 'DISK READ / WRITTEN'];

function rowOf(name: (typeof serviceNames)[number], { services }: StatsBatch): string[] {
  const { state, samples } = services[name];
  const sample = samples.at(-1);
  return [name, ...(sample === undefined ? [states[state]] : cellsOf(sample))];
}

function cellsOf({ cpu, memory, memoryLimit, received, sent, read, written }: StatsSample): string[] {
  const rate = (value: number | null) => (value === null ? '-' : `${amount(value)}/s`);
  return [
    cpu === null ? '-' : `${cpu.toFixed(1)} %`,
    `${amount(memory)} of ${amount(memoryLimit)}`,
    `${rate(received)} / ${rate(sent)}`,
    `${rate(read)} / ${rate(written)}`,
  ];
}

/** In units of a thousand, as the window shows them. */
function amount(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let at = 0;
  let value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[at]}`;
}
