import type {
  ArchivePart,
  ArchivePhase,
  ArchivesState,
  LeftOut,
  LeftOutReason,
  PartSize,
} from '../../../src-shared/archives.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';

/** What a part of an archive is called. */
export const partTitles: Readonly<Record<ArchivePart, string>> = {
  settings: 'Settings',
  memories: 'Memories',
  data: 'All other data',
};

/** How much of a part there is. */
export function sizeWords({ files, bytes, secrets }: PartSize): string {
  if (files === 0) return 'Nothing there';
  const size = `${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
  return secrets === 0 ? size : `${size}, ${formatCount(secrets, 'file')} with secrets`;
}

const reasons: Readonly<Record<LeftOutReason, string>> = {
  link: 'a link; links are not followed',
  special: 'no plain file',
  name: 'a name that not every system can have',
  secret: 'a secret; it needs a passphrase',
  unreadable: 'cannot be read',
  gone: 'vanished meanwhile',
};

/** Why something is not in an archive. */
export function leftOutWords({ reason }: LeftOut): string {
  return reasons[reason];
}

const phases: Readonly<Record<ArchivePhase, string>> = {
  look: 'Listing the files',
  read: 'Copying',
  verify: 'Checking that all of it is whole',
  backup: 'Backing up who is there now',
  place: 'Putting it in its place',
};

/** What goes on now: "Copying, 3.2 MB of 40 MB". */
export function progressWords({ phase, done, total }: Extract<ArchivesState, { state: 'running' }>): string {
  return total === 0 ? phases[phase] : `${phases[phase]}, ${formatBytes(done)} of ${formatBytes(total)}`;
}
