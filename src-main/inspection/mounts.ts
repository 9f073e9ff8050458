import { join } from 'node:path';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { MountRow, MountSize, MountsView } from '../../src-shared/inspection.ts';
import type { Disk } from '../lib/disk.ts';
import { lookAt } from '../lib/file-tree.ts';
import { ownerOf } from '../lib/owner-of.ts';
import { lookAtContainer } from './look-at-container.ts';
import type { InspectionPorts, SeenMount } from './ports.ts';

/** More entries are not counted: a person waits for it. */
const mostEntries = 200_000;

/** What of the host is in a service's container, and what its files would put there. */
export async function mountsOf(ports: InspectionPorts, name: ServiceName): Promise<MountsView> {
  const [{ container, why }, files, usersFolder] = await Promise.all([
    lookAtContainer(ports, name),
    ports.files(name),
    ports.usersFolder(),
  ]);
  const wanted: readonly SeenMount[] =
    'compose' in files ? files.compose.binds.map((bind) => ({ type: 'bind', ...bind })) : [];
  const seen = container?.mounts ?? [];
  const rows: Omit<MountRow, 'kind'>[] = [];
  for (const mount of seen) {
    const isWanted = wanted.some((one) => isSame(one, mount));
    rows.push({ ...mount, owner: ownerOf(mount.source, usersFolder), where: isWanted ? 'both' : 'only-container' });
  }
  for (const mount of wanted) {
    if (seen.some((one) => isSame(one, mount))) continue;
    rows.push({ ...mount, owner: ownerOf(mount.source, usersFolder), where: 'only-files' });
  }
  rows.sort((a, b) => (a.target < b.target ? -1 : 1));
  const withKinds = rows.map(async (row): Promise<MountRow> => ({ ...row, kind: await kindOf(ports.disk, row) }));
  return { container: container?.name ?? null, why, rows: await Promise.all(withKinds) };
}

/** Which mount is meant. */
export interface ChosenMount {
  readonly service: ServiceName;
  /** In the container. */
  readonly target: string;
  /** As it is in the container, or as the files would have it. */
  readonly where: 'container' | 'files';
}

/** The host's side of a mount that is shown. Fault: `input/invalid` where there is none at that place. */
export async function sourceOf(ports: InspectionPorts, { service, target, where }: ChosenMount): Promise<string> {
  const { rows } = await mountsOf(ports, service);
  const row = rows.find((one) => one.target === target && (one.where === 'only-files') === (where === 'files'));
  if (row === undefined || row.type !== 'bind' || row.kind === 'missing' || row.kind === null) {
    throw new Fault('input/invalid', `Nothing of this computer is mounted at ${target}.`);
  }
  return row.source;
}

/** Counts the files in a folder and their bytes. Links are counted and not followed. */
export async function sizeOf(disk: Disk, source: string): Promise<MountSize> {
  const size = { files: 0, bytes: 0, complete: true };
  let entries = 0;
  const waiting = [source];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    entries += 1;
    if (entries > mostEntries) return { ...size, complete: false };
    try {
      const entry = await lookAt(disk, path);
      if (entry?.kind === 'folder') {
        const folder = path;
        waiting.push(...(await disk.list(folder)).map((child) => join(folder, child)));
      } else if (entry !== null) {
        size.files += 1;
        size.bytes += entry.kind === 'file' ? entry.size : 0;
      }
    } catch {
      // What this account may not read, as a database of a container's own user.
      size.complete = false;
    }
  }
  return size;
}

function isSame(one: SeenMount, other: SeenMount): boolean {
  return one.type === other.type && one.source === other.source && one.target === other.target;
}

async function kindOf(disk: Disk, { type, source }: Pick<SeenMount, 'type' | 'source'>): Promise<MountRow['kind']> {
  if (type !== 'bind') return null;
  try {
    const entry = await lookAt(disk, source);
    if (entry === null) return 'missing';
    return entry.kind === 'folder' || entry.kind === 'file' ? entry.kind : 'other';
  } catch {
    return null;
  }
}
