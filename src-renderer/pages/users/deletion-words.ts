import type { DeletePlan, DeleteReport } from '../../../src-shared/user-removal.ts';
import { formatBytes, formatCount, formatList } from '../../lib/format.ts';

/** What a deletion did, as a sentence. */
export function deletedWords({ name, scope, folders, files, bytes }: DeleteReport): string {
  if (scope === 'registry') return `${name} is no longer in the list of users. Their data is still there.`;
  if (folders === 0) return `${name} is deleted. There was no data.`;
  return `${name} is deleted, with ${formatCount(files, 'file')} (${formatBytes(bytes)}).`;
}

/** What a plan would remove, as a sentence. */
export function plannedWords({ name, scope, folder, folders, files, links, bytes }: DeletePlan): string {
  if (scope === 'registry') return `${name} goes from the list of users. All their data stays where it is.`;
  if (folder === null) return `${name} goes from the list of users. There is no data of theirs.`;
  const parts = [formatCount(folders, 'folder'), formatCount(files, 'file')];
  if (links > 0) parts.push(formatCount(links, 'link'));
  return `${name} goes from the list of users, and with them ${formatList(parts)}, ${formatBytes(bytes)}.`;
}
