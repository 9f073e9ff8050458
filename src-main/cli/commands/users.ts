import { type Command, Option } from 'commander';
import { userTypes } from '../../../src-shared/user-fields.ts';
import type { User } from '../../../src-shared/users.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';

interface CreateOptions extends CommonOptions {
  readonly name?: string;
  readonly type: (typeof userTypes)[number];
}

/** `persag users list|create`. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('the people of this computer');
  users
    .command('list')
    .description('everybody in the registry; a star marks the current user')
    .action((_options: unknown, command: Command) => runCommand(command.optsWithGlobals<CommonOptions>(), list));
  users
    .command('create')
    .description('add a user')
    .argument('<id>', 'small letters, digits, dot, dash, underscore; capitals are made small')
    .option('--name <name>', 'the name people see')
    .addOption(new Option('--type <type>', 'the role').choices([...userTypes]).default('Standard'))
    .action((id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CreateOptions>();
      return runCommand(options, async ({ api, output }) => {
        const user = await unwrap(
          api.users.create({ id, type: options.type, ...(options.name === undefined ? {} : { name: options.name }) }),
        );
        output.answer(user, `Added ${user.name} (${user.id}, ${user.type}).`);
        return true;
      });
    });
}

async function list({ api, output }: Parameters<Parameters<typeof runCommand>[1]>[0]): Promise<boolean> {
  const state = await unwrap(api.users.list());
  if (state.state === 'unreadable') {
    output.failure(state.error);
    return false;
  }
  const text =
    state.users.length === 0
      ? 'No users yet. Add the first: persag users create <id>'
      : table([['', 'id', 'name', 'type', 'last seen'], ...state.users.map(row)]);
  output.answer({ registry: state.registry, users: state.users }, text);
  return true;
}

function row(user: User): string[] {
  const remark = user.unsafe === null ? '' : ` (cannot be switched to: ${user.unsafe})`;
  return [user.isCurrent ? '*' : '', user.id, user.name, user.type, `${user.lastSeen ?? 'never'}${remark}`];
}
