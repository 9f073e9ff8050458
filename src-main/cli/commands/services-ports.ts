import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ServiceName, serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import { holderWords } from '../../../src-shared/port-holder.ts';
import type { PortMovePlan, PortMoveReport, PortView } from '../../../src-shared/ports.ts';
import { exitCodeOf } from '../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface PortsOptions extends CommonOptions {
  readonly move?: ServiceName;
  readonly from?: number;
  readonly to?: number;
  readonly dryRun?: boolean;
}

/** `persag services ports [--move SERVICE [--from PORT] [--to PORT] [--dry-run]]`. */
export function addServicesPorts(services: Command): void {
  services
    .command('ports')
    .description('who has the ports of both services; ends with 1 if somebody else has one')
    .addOption(
      new Option('--move <service>', 'let this service use another port, in its files and its container').choices([
        ...serviceNames,
      ]),
    )
    .option('--from <port>', 'with --move: the port to give up; the one that is taken where it is left out', portNumber)
    .option('--to <port>', 'with --move: the port to use; a free one is found where it is left out', portNumber)
    .option('--dry-run', 'with --move: show the change and make none')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PortsOptions>();
      const { move, from, to, dryRun } = options;
      if (move === undefined && (from !== undefined || to !== undefined || dryRun === true)) {
        command.error('error: --from, --to and --dry-run go with --move; ports alone changes nothing');
      }
      if (move === undefined) return runCommand(options, look);
      const wanted = { service: move, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      return runCommand(options, async (session) => {
        const plan = await unwrap(session.api.ports.plan(wanted));
        return dryRun === true ? preview(session, plan) : make(session, plan);
      });
    });
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return Number(text);
}

async function look({ api, output }: Session): Promise<boolean> {
  const state = await unwrap(api.ports.look());
  const lines = state.ports.flatMap(portLines);
  output.answer(state, lines.length === 0 ? 'No port is published.' : lines.join('\n'));
  return state.ports.every(({ state: its }) => its !== 'taken');
}

function portLines({ service, port, state, holder, suggestion }: PortView): readonly string[] {
  const title = serviceTitles[service];
  if (state === 'ours') return [`${title}: port ${port} is its own.`];
  if (state === 'free') return [`${title}: port ${port} is free.`];
  if (state === 'unknown' || holder === null) return [`${title}: port ${port} is on another computer.`];
  const way = suggestion === null ? '' : ` --to ${suggestion}`;
  return [
    `${title}: port ${port} is used by ${holderWords(holder)}.`,
    `  To use another one: persag services ports --move ${service}${way}`,
  ];
}

const diffsOf = ({ files, remarks }: PortMovePlan) => [
  ...files.map(({ path, diff }) => `${path}\n${diff}`),
  ...remarks,
];

async function preview({ output }: Session, plan: PortMovePlan): Promise<boolean> {
  const { service, to } = plan;
  const how = `persag services ports --move ${service} --to ${to}`;
  output.answer(plan, [...diffsOf(plan), `Nothing was changed. To do it: ${how}`].join('\n'));
  return true;
}

async function make({ api, output }: Session, plan: PortMovePlan) {
  output.progress(`Letting ${serviceTitles[plan.service]} use port ${plan.to}`);
  const report = await unwrap(api.ports.move({ id: plan.id }));
  if (report.error !== null && report.files.length === 0) {
    output.failure(report.error);
    return exitCodeOf(report.error);
  }
  output.answer({ plan, ...report }, [...diffsOf(plan), reportText(report)].join('\n'));
  return report.error === null;
}

function reportText({ service, to, backup, url, error }: PortMoveReport): string {
  const title = serviceTitles[service];
  const kept = `The state before is in the backup ${backup}.`;
  if (error !== null) return `${title} has port ${to} now and does not answer yet: ${error.message} ${kept}`;
  return `${title} answers at port ${to}${url === null ? '' : ` (${url})`}. ${kept}`;
}
