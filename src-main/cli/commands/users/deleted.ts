import type { Command } from 'commander';
import type { DeletedUser } from '../../../../src-shared/user-removal.ts';
import { table } from '../../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../../session.ts';

interface RestoreOptions extends CommonOptions {
  readonly as?: string;
}

interface DiscardOptions extends CommonOptions {
  readonly confirm?: string;
}

/** `persag users deleted|restore|discard`. */
export function addDeleted(users: Command): void {
  users
    .command('deleted')
    .description('the deleted users that can be brought back')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const deleted = await unwrap(api.users.listDeleted());
        output.answer({ deleted }, deleted.length === 0 ? 'Nobody.' : table(deleted.map(row)));
        return true;
      }),
    );
  users
    .command('restore')
    .description('bring a deleted user back, with profile, data and look')
    .argument('<backup>', 'as `persag users deleted` shows it')
    .option('--as <id>', 'another id')
    .action((backup: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RestoreOptions>();
      return runCommand(options, async ({ api, output }) => {
        const asked = { backup, ...(options.as === undefined ? {} : { id: options.as }) };
        const user = await unwrap(api.users.restoreDeleted(asked));
        output.answer(user, `${user.name} (${user.id}) is back.`);
        return true;
      });
    });
  users
    .command('discard')
    .description('remove the backup of a deleted user for good')
    .argument('<backup>', 'as `persag users deleted` shows it')
    .option('--confirm <id>', 'the id of the deleted user')
    .action((backup: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DiscardOptions>();
      return runCommand(options, async ({ api, output }) => {
        const deleted = await unwrap(api.users.discardDeleted({ backup, confirm: options.confirm ?? '' }));
        output.answer({ deleted }, `Removed ${backup} for good.`);
        return true;
      });
    });
}

function row({ backup, userId, name, deletedAt, files, bytes, damaged }: DeletedUser): string[] {
  const content = damaged === null ? `${files} files, ${bytes} bytes` : `DAMAGED: ${damaged}`;
  return [backup, userId, name, deletedAt, content];
}
