import type { ArchivesState, LeftOut, LeftOutReason, PartSize } from '../../../../src-shared/archives.ts';

const reasons: Readonly<Record<LeftOutReason, string>> = {
  link: 'a link',
  special: 'no plain file',
  name: 'a name that cannot be kept on every system',
  secret: 'a secret, and no passphrase was given',
  gone: 'gone meanwhile',
  unreadable: 'closed to your account',
};

/** A count of bytes as people read it. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** A count with its word: "1 file", "2 files". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** The parts of an archive, a line each; those without files are left out. */
export function partLines(parts: readonly PartSize[]): readonly string[] {
  return parts
    .filter(({ files }) => files > 0)
    .map(({ part, files, bytes, secrets }) => {
      const hidden = secrets === 0 ? '' : ` (${secrets} with secrets)`;
      return `  ${part.padEnd(8)}  ${counted(files, 'file')}${hidden}, ${bytesText(bytes)}`;
    });
}

/** What is not in an archive, a line each; of many the first. */
export function leftOutLines(leftOut: readonly LeftOut[], most = 20): readonly string[] {
  const lines = leftOut.slice(0, most).map(({ path, reason }) => `Left out: ${path} (${reasons[reason]})`);
  return leftOut.length > most ? [...lines, `Left out: ${leftOut.length - most} more; --json names them all`] : lines;
}

const phases = {
  look: 'looking',
  read: 'copying',
  verify: 'checking',
  backup: 'backing up',
  place: 'placing',
} as const;

/** Prints a line for each part of the work, and one for each tenth of its bytes. */
export function archiveProgress(print: (line: string) => void): (state: ArchivesState) => void {
  let told = '';
  return (state) => {
    if (state.state !== 'running') return;
    const tenths = state.total === 0 ? null : Math.min(10, Math.floor((state.done * 10) / state.total));
    const line = `${phases[state.phase].padEnd(11)}${tenths === null ? '' : `${tenths * 10} %`}`.trimEnd();
    if (line !== told) print(line);
    told = line;
  };
}
