import { serviceTitles } from '../../src-shared/docker.ts';
import { type AppError, hints } from '../../src-shared/errors.ts';
import { isSame } from '../../src-shared/roles.ts';
import type { ServedFiles, ServingPorts } from './ports.ts';
import { readStoredVectors } from './stored-dimension.ts';
import { otherStore, type VectorPlace, vectorPlaces } from './vector-places.ts';

/** What stands against a dimension. */
export interface DimensionCheck {
  readonly refusals: readonly AppError[];
  readonly warnings: readonly string[];
  /** Whether there are any vectors, or nobody can tell. */
  readonly hasVectors: boolean;
}

/** A dimension that a service is to have. */
export interface WantedDimension {
  readonly dimension: number;
  /** What it has now, null where that is not said. */
  readonly former: number | null;
  readonly userId: string;
}

/** Names beyond these are counted. */
const most = 5;

/**
 * Looks at the vectors there are: LightRAG does not start on a store of another dimension (its nano-vectordb asserts it),
 * and what is in it cannot be translated. The current user's forbid it always; those of others where the change would be
 * what keeps the service from serving them.
 */
export async function checkDimension(
  ports: Pick<ServingPorts, 'files' | 'disk' | 'usersFolder'>,
  { name, compose }: ServedFiles,
  wanted: WantedDimension,
): Promise<DimensionCheck> {
  const title = serviceTitles[name];
  if (compose === undefined) return { refusals: [], warnings: [], hasVectors: false };
  const store = otherStore(compose);
  if (store !== null) {
    return unseen(`${title} keeps its vectors in ${store}, whose dimension cannot be seen from here.`);
  }
  const places = await vectorPlaces(compose, await ports.usersFolder(wanted.userId), ports.files);
  if (places === null) return unseen(`${title} keeps its vectors in no folder of this computer.`);
  const found = await Promise.all(places.map((place) => lookAt(ports, place)));
  const hasVectors = found.flat().some(({ isEmpty }) => !isEmpty);
  const different = found.flat().filter(({ dimension }) => dimension !== wanted.dimension);
  const isOwn = ({ owner }: Stored) => owner === null || isSame(owner, wanted.userId);
  const own = different.find(isOwn);
  const others = different.filter((one) => !isOwn(one));
  const broken = others.filter(({ dimension }) => dimension === wanted.former || wanted.former === null);
  const already = namesOf(others.filter((one) => !broken.includes(one)));
  const warning = `${title} cannot serve ${already} either way: their vectors have another dimension.`;
  const warnings = already === '' ? [] : [warning];
  if (own !== undefined) {
    return { refusals: [refusal(ownWords(title, own, wanted.dimension))], warnings, hasVectors };
  }
  const [first] = broken;
  if (first === undefined) return { refusals: [], warnings, hasVectors };
  const message = `${title} has vectors of ${namesOf(broken)} with ${first.dimension} numbers each; with ${wanted.dimension} it would not start for them.`;
  return { refusals: [refusal(message)], warnings, hasVectors };
}

interface Stored {
  readonly owner: string | null;
  readonly path: string;
  readonly dimension: number;
  readonly isEmpty: boolean;
}

async function lookAt({ disk }: Pick<ServingPorts, 'disk'>, { owner, files }: VectorPlace): Promise<readonly Stored[]> {
  const read = await Promise.all(files.map(async (path) => ({ path, stored: await readStoredVectors(disk, path) })));
  return read.flatMap(({ path, stored }) => (stored === null ? [] : [{ owner, path, ...stored }]));
}

function ownWords(title: string, { path, dimension, isEmpty }: Stored, wanted: number): string {
  const what = isEmpty ? 'was made for vectors with' : 'has vectors with';
  return `${title} ${what} ${dimension} numbers each (${path}); with ${wanted} it would not start.`;
}

function namesOf(stored: readonly Stored[]): string {
  const names = [...new Set(stored.flatMap(({ owner }) => (owner === null ? [] : [owner])))];
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

function refusal(message: string): AppError {
  return { code: 'serving/dimension-differs', message, hint: hints['serving/dimension-differs'] };
}

function unseen(why: string): DimensionCheck {
  const then = 'Where they have another one, the service does not start, and everything is put back.';
  return { refusals: [], warnings: [`${why} ${then}`], hasVectors: true };
}
