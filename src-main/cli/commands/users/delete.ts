import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { DeletePlan, DeleteReport } from '../../../../src-shared/user-removal.ts';
import { failureText } from '../../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';

interface DeleteOptions extends CommonOptions {
  readonly registryOnly?: boolean;
  readonly backup: boolean;
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

/** `persag users delete`: the plan first, then the id typed, then the doing. */
export function addDelete(users: Command): void {
  users
    .command('delete')
    .description('delete a user with all data; a backup is made and read again first')
    .argument('<id>', 'as `persag users list` shows it')
    .option('--registry-only', 'remove the entry of the registry, leave the data')
    .option('--no-backup', 'make no backup')
    .option('--confirm <id>', 'the id once more; asked for where a person sits before it')
    .option('--dry-run', 'show what would go; ends with 1 where something keeps it from happening')
    .action((id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DeleteOptions>();
      return runCommand(options, (session) => remove(session, id, options));
    });
}

async function remove({ api, output }: Session, id: string, options: DeleteOptions): Promise<boolean> {
  const scope = options.registryOnly === true ? 'registry' : 'everything';
  const plan = await unwrap(api.users.planDelete({ id, scope, backup: options.backup }));
  if (options.dryRun === true) {
    output.answer(plan, planText(plan));
    return plan.obstacles.length === 0;
  }
  output.progress(planText(plan));
  const confirm = options.confirm ?? (plan.obstacles.length === 0 ? await typed(options, plan) : '');
  const report = await unwrap(api.users.delete({ planId: plan.id, confirm }));
  output.answer(report, reportText(report));
  return true;
}

/** What a person types; nothing where none is there, which main then refuses. */
async function typed(options: DeleteOptions, { confirm }: DeletePlan): Promise<string> {
  if (options.json === true || process.stdin.isTTY !== true || process.stderr.isTTY !== true) return '';
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await asking.question(`Type ${confirm} to delete: `);
  } finally {
    asking.close();
  }
}

function planText(plan: DeletePlan): string {
  const { folder, folders, files, links, bytes } = plan;
  const data =
    folder === null
      ? 'No data goes.'
      : `${folder}: ${folders} folders, ${files} files, ${links} links, ${bytes} bytes go.`;
  return [
    `${plan.name} (${plan.userId}) goes from the registry. ${data}`,
    plan.backup ? 'A backup is made and read again first.' : 'No backup is made.',
    ...plan.remarks.map((remark) => `Note: ${remark}`),
    ...plan.obstacles.map((obstacle) => failureText(obstacle)),
  ].join('\n');
}

function reportText({ name, userId, files, bytes, backup, warnings }: DeleteReport): string {
  return [
    `Deleted ${name} (${userId}): ${files} files, ${bytes} bytes.`,
    ...warnings.map((warning) => `Warning: ${warning}`),
    backup === null ? 'There is no way back.' : `To bring them back: persag users restore ${backup}`,
  ].join('\n');
}
