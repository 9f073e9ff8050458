import { join } from 'node:path';
import * as z from 'zod';
import { type MigrationRequest, migrationRequest } from '../../src-shared/migration.ts';
import { clearSwap, recoverSwap, type SwapPlace } from '../lib/file-swap.ts';
import { lookAt, removeTree } from '../lib/file-tree.ts';
import { makeFolder } from '../lib/make-folder.ts';
import type { MigrationPorts } from './ports.ts';

const shape = z.object({ planId: z.string(), request: migrationRequest });

/** What a migration that was stopped is to go on with. */
export interface Unfinished {
  readonly planId: string;
  readonly request: MigrationRequest;
}

/** Where a migration is prepared: in the app's own folder, so that the files are moved and not copied at the end. */
export function workPlace({ disk, folders }: MigrationPorts): SwapPlace {
  const { path, desktop } = folders();
  return { disk, root: path, folder: join(desktop, 'migrating') };
}

/** What is prepared for, null for nothing or for what nobody can go on with. */
export async function unfinished(ports: MigrationPorts): Promise<Unfinished | null> {
  try {
    const text = await ports.files.readText(notePath(ports));
    return text === null ? null : shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Begins a work folder, or goes on with the one of the same plan; one of another plan is removed. */
export async function beginWork(ports: MigrationPorts, work: Unfinished): Promise<void> {
  if ((await unfinished(ports))?.planId === work.planId) return;
  await removeWork(ports);
  await makeFolder(ports.disk, workPlace(ports).folder);
  await ports.files.write(notePath(ports), new TextEncoder().encode(JSON.stringify(work)), { mode: 0o600 });
}

/** Whether something is prepared or was cut off, readable or not. */
export async function hasWork(ports: MigrationPorts): Promise<boolean> {
  return (await lookAt(ports.disk, workPlace(ports).folder)) !== null;
}

/** Removes the work folder; a move that was cut off is undone first. Answers as `recoverSwap` does. */
export async function removeWork(ports: MigrationPorts): ReturnType<typeof recoverSwap> {
  const place = workPlace(ports);
  const recovered = await recoverSwap(place);
  // First, so that what is cut off from here on is not taken for one to go on with.
  await ports.files.remove(notePath(ports));
  await clearSwap(place);
  await removeTree(ports.disk, place.folder);
  return recovered;
}

function notePath(ports: MigrationPorts): string {
  return join(workPlace(ports).folder, 'plan.json');
}
