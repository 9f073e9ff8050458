import { join } from 'node:path';
import { sameBytes } from '../../lib/read-file.ts';
import type { UsersPorts } from '../ports.ts';
import type { RegistryHistory } from '../registry-file.ts';

/** A copy of the registry. */
export interface RegistryCopy {
  readonly path: string;
  /** When it was made, by its name; local time. */
  readonly madeAt: Date;
}

/** Copies of the registry from before this app's changes and from its end, so that a broken one costs nobody (spec 2.2). */
export interface RegistryCopies extends RegistryHistory {
  /** The newest first; those that upstream's own script left beside the registry are among them. */
  list(): Promise<readonly RegistryCopy[]>;
  /** Keeps the state after the last change. */
  end(): Promise<void>;
}

/** How many are kept, and of how many days one more each. */
const kept = { newest: 10, days: 14 };
/** Between two copies of a registry that is changed all the time, in milliseconds. */
const pause = 10 * 60 * 1000;
const own = /^users_registry_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})_(\d{3})\.json$/;
/** As registry-manager.py names them (facts 2.4), the stamp in several styles. */
const upstreams = /^users_registry\.json\.backup\.(\d{4})-?(\d{2})-?(\d{2})[_T-]?(\d{2})[-:]?(\d{2})[-:]?(\d{2})/;

/** Makes the keeper of the copies in `<home>/backups/registry`. A copy that cannot be made keeps no change from its way. */
export function createRegistryCopies(ports: UsersPorts): RegistryCopies {
  const { files, clock, log } = ports;
  const folder = () => join(ports.folders().backups, 'registry');
  let keptAt: number | null = null;
  let latest: Uint8Array | null = null;

  async function ownCopies(): Promise<readonly RegistryCopy[]> {
    return newestFirst(await copiesIn(ports, folder(), own));
  }

  async function keep(bytes: Uint8Array): Promise<void> {
    try {
      keptAt = clock.tick();
      const [newest] = await ownCopies();
      if (newest !== undefined && sameBytes(await files.read(newest.path), bytes)) return;
      await files.makeFolder(folder());
      await files.write(await newPath(ports, folder()), bytes, { mode: 0o600, before: null });
      for (const { path } of outdated(await ownCopies())) await files.remove(path);
    } catch (cause) {
      log.warn(`the registry could not be copied to ${folder()}: ${String(cause)}`);
    }
  }

  return {
    async replaced(before, after) {
      latest = after;
      if (before !== null && (keptAt === null || clock.tick() - keptAt > pause)) await keep(before);
    },
    async list() {
      const { path } = (await ports.dataPlace()).root;
      const [ours, others] = await Promise.all([ownCopies(), copiesIn(ports, path, upstreams)]);
      return newestFirst([...ours, ...others]);
    },
    async end() {
      if (latest !== null) await keep(latest);
      latest = null;
    },
  };
}

async function copiesIn({ files }: UsersPorts, folder: string, shape: RegExp): Promise<readonly RegistryCopy[]> {
  return (await files.list(folder)).flatMap((name) => {
    const parts = shape.exec(name)?.slice(1).map(Number);
    if (parts === undefined) return [];
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts;
    return [{ path: join(folder, name), madeAt: new Date(year, month - 1, day, hour, minute, second, ms) }];
  });
}

/** A name that is free: another copy may be of the same millisecond. */
async function newPath({ files, clock }: UsersPorts, folder: string): Promise<string> {
  for (let at = clock.now().getTime(); ; at += 1) {
    const path = join(folder, `users_registry_${stampOf(new Date(at))}.json`);
    if (!(await files.exists(path))) return path;
  }
}

function newestFirst(copies: readonly RegistryCopy[]): readonly RegistryCopy[] {
  return [...copies].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || b.path.localeCompare(a.path));
}

/** All but the newest, and but the newest of each of the last days that have any. @param copies the newest first */
function outdated(copies: readonly RegistryCopy[]): readonly RegistryCopy[] {
  const days = new Set<string>();
  return copies.filter(({ madeAt }, index) => {
    const day = madeAt.toDateString();
    const isFirst = !days.has(day);
    days.add(day);
    return index >= kept.newest && !(isFirst && days.size <= kept.days);
  });
}

/** Local time as the app's other backups are stamped: YYYYmmdd_HHMMSS_mmm. */
export function stampOf(now: Date): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${now.getFullYear()}${part(now.getMonth() + 1)}${part(now.getDate())}`;
  const time = `${part(now.getHours())}${part(now.getMinutes())}${part(now.getSeconds())}`;
  return `${day}_${time}_${part(now.getMilliseconds(), 3)}`;
}
