import type { Command } from 'commander';
import type { User } from '../../../../src-shared/users.ts';
import { table } from '../../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { shownValue } from './show.ts';

/** `persag users list`. */
export function addList(users: Command): void {
  users
    .command('list')
    .description('everybody in the registry; a star marks the current user')
    .action((_options: unknown, command: Command) => runCommand(command.optsWithGlobals<CommonOptions>(), list));
}

async function list({ api, output }: Session): Promise<boolean> {
  const state = await unwrap(api.users.list());
  for (const { message, hint } of state.notices) output.progress(`Note: ${message} ${hint}`);
  if (state.state === 'unreadable') {
    output.failure(state.error);
    return false;
  }
  const text =
    state.users.length === 0
      ? 'No users yet. Add the first: persag users create <id>'
      : table([['', 'id', 'name', 'type', 'profile', 'last seen'], ...state.users.map(row)]);
  output.answer({ registry: state.registry, users: state.users }, text);
  return true;
}

function row(user: User): string[] {
  const remark = user.unsafe === null ? '' : ` (cannot be switched to: ${user.unsafe})`;
  const seen = `${user.lastSeen ?? 'never'}${user.memoryYear === null ? '' : ' (memory year)'}`;
  // Upstream takes any id, also one that writes on a terminal as it pleases.
  const id = shownValue(user.id);
  return [user.isCurrent ? '*' : '', id, user.name, user.type, `${user.completeness} %`, `${seen}${remark}`];
}
