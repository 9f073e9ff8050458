import type { Command } from 'commander';
import type { RecoveryChoice, RecoveryPlan, RecoveryReport } from '../../../../src-shared/user-removal.ts';
import { table } from '../../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';

interface RecoverOptions extends CommonOptions {
  readonly choice?: string;
  readonly dryRun?: boolean;
}

/** `persag users recover`: shows what can be done about the registry, and does what is chosen of it. */
export function addRecover(users: Command): void {
  users
    .command('recover')
    .description('bring back a registry that cannot be read or lost people; shows the ways, and does the one chosen')
    .option('--choice <way>', 'copy (the first that is shown), rebuild, or the path of a copy')
    .option('--dry-run', 'only show the ways')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RecoverOptions>();
      return runCommand(options, (session) => recover(session, options));
    });
}

async function recover({ api, output }: Session, { choice, dryRun }: RecoverOptions): Promise<boolean> {
  const plan = await unwrap(api.users.planRecovery());
  if (choice === undefined || dryRun === true) {
    output.answer(plan, planText(plan));
    return true;
  }
  const chosen = plan.choices.find((one) => [one.kind, one.from, one.id].includes(choice));
  const report = await unwrap(api.users.recover({ planId: plan.id, choice: chosen?.id ?? choice }));
  output.answer(report, reportText(report));
  return true;
}

function planText(plan: RecoveryPlan): string {
  const { registry, state, trouble, choices, keepsAs } = plan;
  const what = state === 'readable' ? 'can be read' : state === 'missing' ? 'is missing' : 'cannot be read';
  return [
    `${registry} ${what}${trouble === null ? '.' : `: ${trouble}`}`,
    ...choices.flatMap(choiceLines),
    choices.length === 0
      ? 'There is nothing to recover.'
      : `Do one of them: persag users recover --choice ${choices[0]?.kind}${keepsAs === null ? '' : '; the file as it is, is kept beside'}`,
  ].join('\n');
}

function choiceLines({ kind, from, madeAt, users, lacks }: RecoveryChoice): readonly string[] {
  const title = kind === 'rebuild' ? 'rebuild' : `copy of ${madeAt}: ${from}`;
  const rows = users.map(({ id, name, type, origin, hasFolder }) => [
    ...['  ', id, name, type, origin],
    hasFolder ? '' : 'no folder with data',
  ]);
  const missing = lacks.length === 0 ? [] : [`   without ${lacks.join(', ')}`];
  return [`- ${title}: ${users.length} users`, table(rows), ...missing];
}

function reportText({ registry, users, keptAs }: RecoveryReport): string {
  const kept = keptAs === null ? '' : ` The former file is ${keptAs}.`;
  return `${registry} has ${users} users now.${kept}`;
}
