import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { MigrationAction, MigrationPlan, MigrationRequest, PlannedFile } from '../../src-shared/migration.ts';
import { foreignFolders, mayHavePaths, type PathChange, pathChanges, rewritePaths } from '../formats/path-changes.ts';
import { unreadable } from '../lib/file-fault.ts';
import type { Swap, SwapEntry, SwapFolder } from '../lib/file-swap.ts';
import { hashOf, lookAt, type TreeEntry } from '../lib/file-tree.ts';
import { inParallel } from '../lib/in-parallel.ts';
import type { MigrationPorts } from './ports.ts';
import { readSource } from './source.ts';

/** How a new file comes to be: copied from the source, or these bytes. */
export interface NewFile {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Null: as in the source. */
  readonly bytes: Uint8Array | null;
}

/** A plan with what doing it needs. */
export interface FullPlan {
  readonly plan: MigrationPlan;
  readonly request: MigrationRequest;
  readonly swap: Swap;
  readonly news: ReadonlyMap<string, NewFile>;
}

/** A file larger than this has no paths to rewrite: neither compose nor env files are nearly so long. */
const longestText = 1024 * 1024;
const serviceFiles = [
  'lightrag_server/docker-compose.yml',
  'lightrag_server/env.server',
  'lightrag_server/.env',
  'lightrag_memory_server/docker-compose.yml',
  'lightrag_memory_server/env.memory_server',
  'lightrag_memory_server/.env',
];

/** One file on its way into the plan. */
interface Decision {
  readonly file: PlannedFile;
  readonly entry?: SwapEntry;
  readonly made?: NewFile;
  readonly remarks?: readonly string[];
}

/**
 * Works out what a migration does, reading both sides whole and changing nothing.
 * Faults: `migration/source-unusable`, `home/file-unreadable`.
 */
export async function makePlan(ports: MigrationPorts, request: MigrationRequest): Promise<FullPlan> {
  const home = ports.folders().path;
  const source = await readSource(ports, request.from);
  try {
    const changes = pathChanges(source, home, ports.homeFolder);
    const decisions: Decision[] = [];
    const plain = source.entries.filter(({ kind }) => kind !== 'folder');
    await inParallel(plain, 16, async (entry) => {
      decisions.push(await decide(ports, source.from, entry, request, changes));
    });
    const taken = new Set(decisions.filter(({ entry }) => entry !== undefined).map(({ file }) => file.path));
    for (const path of serviceFiles) {
      if (!taken.has(path)) await decideOwn(ports, path, { ...source, changes }, decisions);
    }
    decisions.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
    const folders = source.entries.filter(({ kind }) => kind === 'folder');
    return await assemble(ports, request, source, decisions, folders);
  } catch (cause) {
    throw unreadable(source.from, cause);
  }
}

async function decide(
  ports: MigrationPorts,
  from: string,
  source: TreeEntry,
  { conflicts }: MigrationRequest,
  changes: readonly PathChange[],
): Promise<Decision> {
  const { disk } = ports;
  const { path, size } = source;
  const home = ports.folders().path;
  const planned = (action: MigrationAction, reason: string, conflict = false): PlannedFile => {
    return { path, action, reason, size, conflict };
  };
  if (source.kind !== 'file') {
    const what = source.kind === 'link' ? 'a link, and links are not followed' : 'no plain file';
    return { file: planned('skip', `it is ${what}`) };
  }
  const blocked = await inTheWay(ports, path);
  if (blocked !== null) return { file: planned('skip', blocked, true) };
  const sha256 = await hashOf(disk, join(from, path));
  if (sha256 === null) return { file: planned('skip', 'it went away meanwhile') };
  const original = size > longestText || !mayHavePaths(path) ? null : await ports.files.read(join(from, path));
  const rewritten = original === null ? null : rewritePaths(path, original, changes, from);
  const differs = rewritten !== null && original !== null && !Buffer.from(rewritten.bytes).equals(original);
  const after = differs ? hashText(rewritten.bytes) : sha256;
  const before = await hashOf(disk, join(home, path));
  const remarks = rewritten?.remarks ?? [];
  if (before === after) return { file: planned('keep', 'the home has the same'), remarks };
  // What is replaced keeps the mode and the owner it has in the home.
  const { mode, uid, gid } = (await lookAt(disk, join(home, path))) ?? source;
  const made: NewFile = { mode, owner: { uid, gid }, bytes: differs ? rewritten.bytes : null };
  const entry: SwapEntry = { path, before, after };
  if (before === null) {
    const reason = differs ? 'new in the home, with its paths set to the home' : 'new in the home';
    return { file: planned(differs ? 'rewrite' : 'copy', reason), entry, made, remarks };
  }
  if (before === (await hashOf(disk, join(ports.seedFolder, path)))) {
    return { file: planned('replace', 'the home has it as it was made, unedited'), entry, made, remarks };
  }
  if (conflicts === 'replace') {
    return {
      file: planned('replace', 'the home has another, which is in the backup then', true),
      entry,
      made,
      remarks,
    };
  }
  return { file: planned('keep', 'the home has another, which stays', true) };
}

/** Sets the paths in a file that the home has and keeps. */
async function decideOwn(
  ports: MigrationPorts,
  path: string,
  source: { readonly from: string; readonly kind: MigrationPlan['kind']; readonly changes: readonly PathChange[] },
  decisions: Decision[],
): Promise<void> {
  const home = ports.folders().path;
  const found = await lookAt(ports.disk, join(home, path));
  if (found?.kind !== 'file' || found.size > longestText || (await inTheWay(ports, path)) !== null) return;
  const bytes = await ports.files.read(join(home, path));
  if (bytes === null) return;
  const changes = source.kind === 'paths' ? await changesWithin(ports, path, bytes) : source.changes;
  const rewritten = rewritePaths(path, bytes, changes, source.from);
  if (Buffer.from(rewritten.bytes).equals(bytes)) return;
  const at = decisions.findIndex(({ file }) => file.path === path);
  const conflict = at !== -1 && decisions[at]?.file.conflict === true;
  const decision: Decision = {
    file: { path, action: 'rewrite', reason: 'its paths lead out of the home', size: found.size, conflict },
    entry: { path, before: hashText(bytes), after: hashText(rewritten.bytes) },
    made: { mode: found.mode, owner: { uid: found.uid, gid: found.gid }, bytes: rewritten.bytes },
    remarks: rewritten.remarks,
  };
  if (at === -1) decisions.push(decision);
  else decisions[at] = decision;
}

/** Which paths of a home's own file lead to a copy elsewhere of what the home has itself. */
async function changesWithin(ports: MigrationPorts, path: string, bytes: Uint8Array): Promise<readonly PathChange[]> {
  const home = ports.folders().path;
  if (!path.endsWith('docker-compose.yml')) return [];
  try {
    const folders = foreignFolders(bytes, path, home);
    return folders.flatMap((from) => pathChanges({ from, kind: 'paths' }, home, ports.homeFolder));
  } catch {
    // Told as a remark by the rewriting.
    return [];
  }
}

/** What is in the way of a file in the home, in words; nothing is written through a link or over a folder. */
async function inTheWay({ disk, folders }: MigrationPorts, path: string): Promise<string | null> {
  for (let at = path; at !== '.'; at = dirname(at)) {
    const kind = (await lookAt(disk, join(folders().path, at)))?.kind;
    if (kind === undefined || kind === (at === path ? 'file' : 'folder')) continue;
    return `${at} in the home is ${kind === 'link' ? 'a link, and links are not followed' : `a ${kind}`}`;
  }
  return null;
}

async function assemble(
  ports: MigrationPorts,
  request: MigrationRequest,
  { from, kind }: { readonly from: string; readonly kind: MigrationPlan['kind'] },
  decisions: readonly Decision[],
  folders: readonly TreeEntry[],
): Promise<FullPlan> {
  const home = ports.folders().path;
  const files = decisions.map(({ file }) => file);
  const entries = decisions.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  const make = await missingFolders(ports, entries, folders);
  const counts = { copy: 0, replace: 0, rewrite: 0, keep: 0, skip: 0 };
  for (const { action } of files) counts[action] += 1;
  const written = new Set(entries.map(({ path }) => path));
  const bytes = files.filter(({ path }) => written.has(path)).reduce((sum, { size }) => sum + size, 0);
  const remarks = [...new Set(decisions.flatMap((one) => one.remarks ?? []))];
  const id = hashText(new TextEncoder().encode(JSON.stringify([from, home, files, entries]))).slice(0, 24);
  return {
    plan: { id, from, home, kind, files, counts, bytes, remarks },
    request,
    swap: { entries, make, drop: [] },
    news: new Map(decisions.flatMap(({ file, made }) => (made === undefined ? [] : [[file.path, made]]))),
  };
}

/** The folders that the files need and the home has not, those above first. */
async function missingFolders(
  { disk, folders }: MigrationPorts,
  entries: readonly SwapEntry[],
  known: readonly TreeEntry[],
): Promise<readonly SwapFolder[]> {
  const modes = new Map(known.map(({ path, mode }) => [path, mode]));
  const seen = new Set<string>();
  const missing: SwapFolder[] = [];
  for (const { path } of entries) {
    for (let at = dirname(path); at !== '.' && !seen.has(at); at = dirname(at)) {
      seen.add(at);
      if ((await lookAt(disk, join(folders().path, at))) === null)
        missing.push({ path: at, mode: modes.get(at) ?? 0o700 });
    }
  }
  return missing.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function hashText(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
