import { Fault } from '../../src-shared/errors.ts';
import { createNameBook } from '../lib/zip-names.ts';
import { type FileMember, sealedFolder } from './manifest.ts';
import type { OpenedArchive } from './open-archive.ts';
import type { ArchiveSource, ArchivesPorts } from './ports.ts';
import { byFolder } from './survey.ts';
import { profileSecrets } from './write-archive.ts';

/** A file of an archive and where it goes. */
export interface Target {
  readonly member: FileMember;
  readonly source: ArchiveSource;
  /** Below the user's folder of the source, with slashes. */
  readonly path: string;
}

/** A folder of an archive and where it goes. */
export interface TargetFolder {
  readonly source: ArchiveSource;
  readonly path: string;
  readonly mode: number;
}

/** Everything of an archive, and where it belongs. */
export interface Targets {
  readonly files: readonly Target[];
  readonly folders: readonly TargetFolder[];
  /** The secret fields of the registry's entry. */
  readonly profile: FileMember | null;
  /** Sources that this app does not know. */
  readonly unknown: readonly string[];
}

/**
 * Finds out where each member belongs. A source has only files that are its own, or two of them could fill one place.
 * Fault: `archives/unsafe`.
 */
export async function findTargets(
  { manifest }: OpenedArchive,
  { sources }: Pick<ArchivesPorts, 'sources'>,
): Promise<Targets> {
  const [files, folders, unknown]: [Target[], TargetFolder[], Set<string>] = [[], [], new Set()];
  let profile: FileMember | null = null;
  // Any id will do: it is only asked which sources share a folder.
  const books = new Map<ArchiveSource, ReturnType<typeof createNameBook>>();
  for (const own of (await byFolder(sources, 'anybody')).values()) {
    const book = createNameBook();
    for (const source of own) books.set(source, book);
  }
  for (const member of manifest.members) {
    const name = member.kind === 'file' ? (member.sealed?.name ?? member.name) : member.name;
    if (name === profileSecrets && member.kind === 'file' && member.sealed !== undefined) {
      profile = member;
      continue;
    }
    const [top = ''] = name.split('/', 1);
    const path = name.slice(top.length + 1);
    const source = sources.find((one) => one.name === top);
    if (source === undefined) {
      unknown.add(top === sealedFolder ? name : top);
      continue;
    }
    const why = source.takes(path) ? books.get(source)?.take(path, member.kind) : 'it does not belong where it is';
    if (typeof why === 'string') throw new Fault('archives/unsafe', `${JSON.stringify(name)} is refused: ${why}.`);
    if (member.kind === 'file') files.push({ member, source, path });
    else folders.push({ source, path, mode: member.mode });
  }
  return { files, folders, profile, unknown: [...unknown] };
}
