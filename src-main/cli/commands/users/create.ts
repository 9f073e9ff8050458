import { type Command, Option } from 'commander';
import { Fault } from '../../../../src-shared/errors.ts';
import { type UserType, userTypes } from '../../../../src-shared/user-fields.ts';
import { normaliseUserId, unregisteredType, whyUnsafe } from '../../../../src-shared/user-id.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';

interface CreateOptions extends CommonOptions {
  readonly name?: string;
  readonly type: UserType;
  readonly dryRun?: boolean;
}

/** `persag users create`. */
export function addCreate(users: Command): void {
  users
    .command('create')
    .description('add a user')
    .argument('<id>', 'small letters, digits, dot, dash, underscore; capitals are made small')
    .option('--name <name>', 'the name people see')
    .addOption(new Option('--type <type>', 'the role').choices([...userTypes]).default('Standard'))
    .option('--dry-run', 'only say whether it can be done')
    .action((id: string, _options: unknown, command: Command) => {
      const { dryRun, name, type, ...common } = command.optsWithGlobals<CreateOptions>();
      return runCommand(common, async (session) => {
        if (dryRun === true) return wouldAdd(session, id);
        const asked = { id, type, ...(name === undefined ? {} : { name }) };
        const user = await unwrap(session.api.users.create(asked));
        session.output.answer(user, `Added ${user.name} (${user.id}, ${user.type}).`);
        return true;
      });
    });
}

/** Says whether a new user can have an id. Faults: as of `users.create`. */
export async function wouldAdd({ api, output }: Session, typed: string): Promise<boolean> {
  const id = normaliseUserId(typed);
  const why = whyUnsafe(id);
  if (why !== null) throw new Fault('users/id-unsafe', `"${id}" cannot be a user id: ${why}.`);
  const state = await unwrap(api.users.list());
  if (state.state === 'unreadable') {
    output.failure(state.error);
    return false;
  }
  const taken = state.users.find((user) => user.id.toLowerCase() === id && user.type !== unregisteredType);
  if (taken !== undefined) throw new Fault('users/already-exists', `There is a user ${taken.id} already.`);
  output.answer({ id, dryRun: true }, `${id} can be added; nothing was changed.`);
  return true;
}
