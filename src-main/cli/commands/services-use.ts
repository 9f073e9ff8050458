import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ServiceName, serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import {
  type ServingChange,
  type ServingPlan,
  type ServingReport,
  type ServingRole,
  servingRoles,
} from '../../../src-shared/serving.ts';
import { type ExitCode, exitCodeOf, exitCodes, failureText, table } from '../output.ts';
import { type PassphraseOptions, passphraseSource, withPassphraseOptions } from '../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';
import { readSettings, theConfiguration, unlock } from './settings/find.ts';

interface UseOptions extends CommonOptions, PassphraseOptions {
  readonly for: readonly ServingRole[];
  readonly service?: readonly ServiceName[];
  readonly dimension?: number;
  readonly dryRun?: boolean;
}

const help = `
A key is written in clear into the env file, because the service reads it there.

Examples:
  persag services use Work --for llm --dry-run      each variable before and after, and what stands in the way
  persag services use Here --for llm embedding
  persag services use Own --for embedding --dimension 1024 --service memory`;

/** `persag services use CONFIGURATION`: a configuration of the current user becomes the models of the services. */
export function addServicesUse(services: Command): void {
  withPassphraseOptions(services.command('use'))
    .description('use a configuration of yours for the services; undone where one does not answer with it')
    .argument('<configuration>', 'its name or id; `persag settings list` has them')
    .addOption(
      new Option('--for <role...>', 'what it is used for').choices([...servingRoles]).makeOptionMandatory(true),
    )
    .addOption(new Option('--service <service...>', 'these alone').choices([...serviceNames]))
    .option('--dimension <number>', 'numbers in a vector of the embedding model, where they are not known', whole)
    .option('--dry-run', 'show what it would change, and do nothing')
    .addHelpText('after', help)
    .action((name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<UseOptions>();
      return runCommand(options, (session) => use(session, name, options));
    });
}

async function use(session: Session, name: string, options: UseOptions): Promise<boolean | ExitCode> {
  const { api, output } = session;
  const settings = await unlocked(session, name, options);
  const plan = await unwrap(
    api.serving.plan({
      configurationId: theConfiguration(settings, name).id,
      roles: [...new Set(options.for)],
      services: options.service === undefined ? [...serviceNames] : [...new Set(options.service)],
      embeddingDimension: options.dimension ?? null,
    }),
  );
  if (options.dryRun === true) {
    output.answer(plan, planText(plan));
    return plan.refusals.length === 0;
  }
  for (const warning of warningsOf(plan)) output.progress(`Warning: ${warning}`);
  const report = await unwrap(api.serving.apply({ planId: plan.planId }));
  output.answer(report, reportText(report));
  if (report.error === null) return exitCodes.done;
  return exitCodeOf(report.error);
}

/** Gives the passphrase of the keys, where the configuration has one that is locked. */
async function unlocked(session: Session, name: string, options: UseOptions) {
  const settings = await readSettings(session);
  const secrets = Object.values(theConfiguration(settings, name).secrets);
  const isLocked = secrets.some(({ state }) => state === 'locked');
  return isLocked ? unlock(session, settings, await passphraseSource(options)) : settings;
}

function planText(plan: ServingPlan): string {
  const { changes, refusals } = plan;
  return [
    'Dry run: nothing is changed.',
    changes.length === 0 ? 'There is nothing to do.' : changesText(changes),
    ...warningsOf(plan).map((warning) => `Warning: ${warning}`),
    ...refusals.map(failureText),
  ].join('\n');
}

function warningsOf({ writesSecret, warnings }: ServingPlan): readonly string[] {
  const clear = 'The key is written in clear into the env file, because the service reads it there.';
  return writesSecret ? [clear, ...warnings] : warnings;
}

function changesText(changes: readonly ServingChange[]): string {
  const head = ['service', 'variable', 'before', 'after'];
  const rows = changes.map(({ service, name, before, after }) => [
    serviceTitles[service],
    name,
    before ?? '-',
    after ?? '-',
  ]);
  return table([head, ...rows]);
}

function reportText({ success, changes, error }: ServingReport): string {
  if (error !== null) return [failureText(error), 'The files are as they were.'].join('\n');
  if (!success || changes.length === 0) return 'Nothing to do: the services have it already.';
  return changesText(changes);
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
  throw new InvalidArgumentError('It is a whole number from 1 to 100000.');
}
