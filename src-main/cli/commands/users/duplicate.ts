import type { Command } from 'commander';
import { type CommonOptions, runCommand, unwrap } from '../../session.ts';
import { wouldAdd } from './create.ts';

interface DuplicateOptions extends CommonOptions {
  readonly name?: string;
  readonly dryRun?: boolean;
}

/** `persag users duplicate`. */
export function addDuplicate(users: Command): void {
  users
    .command('duplicate')
    .description('add a user with the role, the NPC mark and the colour of another, and nothing personal')
    .argument('<from>', 'whose settings')
    .argument('<id>', 'the new id')
    .option('--name <name>', 'the name people see')
    .option('--dry-run', 'only say whether it can be done')
    .action((from: string, id: string, _options: unknown, command: Command) => {
      const { dryRun, name, ...common } = command.optsWithGlobals<DuplicateOptions>();
      return runCommand(common, async (session) => {
        const source = await unwrap(session.api.users.get({ id: from }));
        if (dryRun === true) return wouldAdd(session, id);
        const asked = { from, id, ...(name === undefined ? {} : { name }) };
        const user = await unwrap(session.api.users.duplicate(asked));
        session.output.answer(user, `Added ${user.name} (${user.id}, ${user.type}) after ${source.name}.`);
        return true;
      });
    });
}
