import { isAbsolute, join } from 'node:path';
import type {
  ActivityEntry,
  ActivityExport,
  ActivityNote,
  ActivityState,
  activity,
} from '../../src-shared/activity.ts';
import type { Feature } from '../../src-shared/define.ts';
import { type AppError, Fault } from '../../src-shared/errors.ts';
import { toAppError } from '../lib/app-error.ts';
import { createLineLog } from '../lib/line-log.ts';
import { createTeller } from '../lib/teller.ts';
import { type FileWatch, watchFiles } from '../lib/watch-files.ts';
import { entryOf, lineOf } from './entry-line.ts';
import { asCsv, asJsonLines } from './export-text.ts';
import { matcherOf, matching, pageOf } from './find-entries.ts';
import type { ActivityPorts } from './ports.ts';

/** The activity feature, and what the others need of it. */
export interface ActivityFeature extends Feature<typeof activity> {
  /** Writes an entry that ends now. Nobody waits for it: what keeps the log from being written keeps nobody from work. */
  note(note: ActivityNote): void;
  /** Begins to tell of what other processes write; `end` ends it. */
  watch(): Promise<void>;
  /** Waits until everything noted is written. */
  end(): Promise<void>;
}

/** Bytes of a file of the log; about 4,000 entries. */
const fileLimit = 1_000_000;
/** Files kept beside the one that grows: the log is never much larger than 10 MB. */
const keptFiles = 9;
/** Entries that the state has. */
const shown = 20;
/** Entries kept in memory while they cannot be written. */
const mostWaiting = 1000;

/** Makes the activity feature. */
export function createActivity(ports: ActivityPorts): ActivityFeature {
  const { clock, log } = ports;
  const path = () => join(ports.folder(), 'activity.jsonl');
  const lines = createLineLog({ disk: ports.disk, path, fileLimit, keep: keptFiles });
  let waiting: ActivityEntry[] = [];
  let writing: Promise<void> | null = null;
  let trouble: AppError | null = null;
  let watching: FileWatch | null = null;

  async function state(): Promise<ActivityState> {
    const folder = ports.folder();
    try {
      const { entries } = await pageOf(lines.newestFirst(), { limit: shown });
      return { entries, folder, trouble };
    } catch (cause) {
      return { entries: [], folder, trouble: toAppError(cause, log) };
    }
  }

  const { on, tell } = createTeller(state, (cause) => log.error('the activity log could not be told', cause));

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      try {
        await lines.append(now.map(lineOf));
        trouble = null;
      } catch (cause) {
        // Tried again with the next entry, as a full disk may have room by then.
        waiting = [...now, ...waiting].slice(-mostWaiting);
        trouble = toAppError(cause, log);
        log.warn(`the activity log could not be written: ${trouble.message}`);
        break;
      }
    }
    writing = null;
    await tell();
  }

  return {
    get: state,
    list: (query) => pageOf(lines.newestFirst(), query),
    export: (wanted) => exportTo(ports, wanted, lines.newestFirst()),
    onChanged: on,
    note(note) {
      waiting.push(entryOf(note, clock.now()));
      writing ??= write();
    },
    async watch() {
      watching ??= await watchFiles({
        paths: async () => [path()],
        onChange: () => void tell(),
        // The look that goes on beside the system's events is enough here.
        onTrouble: () => undefined,
      });
    },
    async end() {
      await watching?.end();
      watching = null;
      await writing;
    },
  };
}

/** Faults: `input/invalid` for a path that is not absolute, `activity/export-exists`, `activity/export-unwritable`. */
async function exportTo(
  { files }: ActivityPorts,
  { format, path, ...filter }: ActivityExport,
  lines: AsyncIterable<readonly string[]>,
): Promise<{ path: string; entries: number }> {
  if (!isAbsolute(path)) throw new Fault('input/invalid', `The path ${path} does not begin at the root.`);
  if (await files.exists(path)) throw new Fault('activity/export-exists', `There is something at ${path} already.`);
  const entries: ActivityEntry[] = [];
  for await (const entry of matching(lines, matcherOf(filter))) entries.push(entry);
  entries.reverse();
  const text = format === 'csv' ? asCsv(entries) : asJsonLines(entries);
  try {
    await files.write(path, new TextEncoder().encode(text), { mode: 0o600, before: null });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('activity/export-unwritable', `The export could not be written: ${why}`, { cause });
  }
  return { path, entries: entries.length };
}
