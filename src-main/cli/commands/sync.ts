import { type Command, Option } from 'commander';
import type { ConsistencyState, SyncReport } from '../../../src-shared/consistency.ts';
import { type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import { syncStepTitles } from '../../../src-shared/step-titles.ts';
import { type ExitCode, exitCodes } from '../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { comparisonText, planText, reportText } from './sync-words.ts';

interface SyncOptions extends CommonOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly forceRestart?: boolean;
  readonly service?: readonly ServiceName[];
}

const help = `
Ends with 3 where something differs: with --check, or after a sync that cannot mend all of it, as where a compose file
itself binds somebody else's folders. Ends with 4 where --check cannot tell, as while Docker is not reachable.

Examples:
  persag sync --check            who is current, what each env file says, what each container has
  persag sync --dry-run          the change of each file, and which container is replaced and why
  persag sync --service memory --force-restart`;

/** `persag sync`: env files and containers follow the current user; replaces upstream's docker_user_sync.py. */
export function addSync(program: Command): void {
  program
    .command('sync')
    .description('bring env files and containers in line with the current user; undone if it fails')
    .option('--dry-run', 'show what it would do, with the change of each file, and do nothing')
    .option('--force-restart', 'also restart what agrees, and make containers that are not there')
    .addOption(new Option('--service <service...>', 'these alone').choices([...serviceNames]))
    .addOption(new Option('--check', 'only compare').conflicts(['dryRun', 'forceRestart']))
    .addHelpText('after', help)
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SyncOptions>();
      const services = options.service === undefined ? [...serviceNames] : [...new Set(options.service)];
      const request = { services, forceRestart: options.forceRestart === true };
      return runCommand(options, (session) => {
        if (options.check === true) return check(session, services);
        return options.dryRun === true ? dryRun(session, request) : sync(session, request);
      });
    });
}

type Request = { services: ServiceName[]; forceRestart: boolean };

async function check({ api, output }: Session, services: readonly ServiceName[]): Promise<ExitCode> {
  const state = await unwrap(api.consistency.get());
  output.answer(state, comparisonText(state, services));
  return codeOf(state, services);
}

async function dryRun({ api, output }: Session, request: Request): Promise<boolean> {
  const plan = await unwrap(api.consistency.plan(request));
  output.answer(plan, planText(plan));
  return true;
}

async function sync({ api, features, output }: Session, request: Request): Promise<ExitCode> {
  const asPlannedNow = async () => {
    const { id } = await unwrap(api.consistency.plan(request));
    return api.consistency.sync({ ...request, planId: id });
  };
  const off = features.consistency.onChanged(stepPrinter(output.progress));
  try {
    const first = await asPlannedNow();
    // Nobody has looked at the plan: what changed since it was made, as by bringing leftovers in order, is no refusal.
    const outdated = !first.ok && first.error.code === 'consistency/plan-outdated';
    const report = await unwrap(outdated ? asPlannedNow() : Promise.resolve(first));
    output.answer(report, reportText(report));
    return codeAfter(report);
  } finally {
    off();
  }
}

function codeOf({ system, services }: ConsistencyState, names: readonly ServiceName[]): ExitCode {
  const verdicts = services.filter(({ name }) => names.includes(name)).map(({ verdict }) => verdict);
  if (verdicts.includes('inconsistent')) return exitCodes.differs;
  return system.verdict === 'unknown' || verdicts.includes('unknown') ? exitCodes.unknown : exitCodes.done;
}

/** Where Docker is not reachable the files are what there was to do. */
function codeAfter({ success, services }: SyncReport): ExitCode {
  if (!success) return exitCodes.failed;
  const differs = Object.values(services).some(({ verdict }) => verdict === 'inconsistent');
  return differs ? exitCodes.differs : exitCodes.done;
}

/** Prints a line whenever a step ends. */
function stepPrinter(print: (line: string) => void): (state: ConsistencyState) => void {
  const told = new Map<string, string>();
  return ({ running }) => {
    for (const { name, state, ms } of running?.steps ?? []) {
      if (state === 'waiting' || state === 'running' || state === 'skipped' || told.get(name) === state) continue;
      told.set(name, state);
      print(`${state.padEnd(8)}${syncStepTitles[name]} (${(ms / 1000).toFixed(1)} s)`);
    }
  };
}
