import { createHash } from 'node:crypto';
import { treeState } from '../../lib/testing/tree-state.ts';

/**
 * Everything in a home but the log, which tells of refusals too, as `path` and a hash of kind, mode and bytes: what differs
 * is to be read, not a file in whole.
 */
export async function stateOfHome(home: string): Promise<readonly string[]> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const kept = Object.entries(await treeState(home)).filter(([path]) => !path.startsWith('desktop/activity'));
  return kept.map(([path, what]) => `${path} ${hash(what)}`);
}
