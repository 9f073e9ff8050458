import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { HomeNotice, HomeState, home } from '../../src-shared/home.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { OwnerLock } from '../lib/owner-lock.ts';
import { type FileWatch, watchFiles } from '../lib/watch-files.ts';
import type { Clock, Log, Surroundings } from '../ports.ts';
import { clearHomeDrafts } from './clear-drafts.ts';
import { type FoundHome, findHome } from './folders.ts';
import { createHomeReader, type HomeReader } from './reader.ts';
import { settleHome } from './settle.ts';

/** What the home feature needs. */
export interface HomePorts {
  readonly surroundings: Surroundings;
  readonly files: Files;
  readonly journal: Journal;
  readonly lock: OwnerLock;
  readonly clock: Clock;
  readonly log: Log;
}

/** The home feature, and what the others need of it. */
export interface HomeFeature extends Feature<typeof home>, Omit<HomeReader, 'state' | 'watchedFiles'> {
  /**
   * Finds the home, or makes it from the seed, and brings to an end what was cut off. Nothing but `folders` may be asked
   * before. Faults: `home/unwritable`, `home/file-unreadable`, `switching/busy`.
   */
  open(): Promise<void>;
  /** Begins to tell of changes made by others; `end` ends it. */
  watch(): Promise<void>;
  /** Shows what another feature has to tell of the home, in the place of what it told before. */
  showNotices(source: string, notices: readonly HomeNotice[]): void;
  /** Told when env.userid, a file of a service or the registry changed, whoever wrote it. */
  onFiles(listener: () => void): Unsubscribe;
  end(): Promise<void>;
}

/** Makes the home feature. */
export function createHome(ports: HomePorts): HomeFeature {
  const { surroundings, files, log } = ports;
  const changed = createEmitter<HomeState>((cause) => log.error('a listener to the home failed', cause));
  const filesChanged = createEmitter<null>((cause) => log.error('a listener to the files failed', cause));
  let found: FoundHome | null = null;
  let watching: FileWatch | null = null;
  let watchTrouble: string | null = null;
  let settled: readonly HomeNotice[] = [];
  const others = new Map<string, readonly HomeNotice[]>();
  let told = '';
  let telling: Promise<void> = Promise.resolve();

  const { state, watchedFiles, ...reader } = createHomeReader(surroundings, files, () => {
    if (found === null) throw new Error('the home has not been opened');
    return found;
  });

  const known = () => [...settled, ...[...others.values()].flat()];

  /** One reading at a time, or an older one could end last and stay. */
  function tell(): Promise<void> {
    telling = telling.then(tellNow);
    return telling;
  }

  async function tellNow(): Promise<void> {
    try {
      const now = await state(watchTrouble, known());
      const text = JSON.stringify(now);
      if (text === told) return;
      told = text;
      changed.emit(now);
    } catch (cause) {
      log.error('the home could not be read again', cause);
    }
  }

  async function watch(): Promise<void> {
    if (watching !== null) return;
    told = JSON.stringify(await state(watchTrouble, known()));
    watching = await watchFiles({
      paths: watchedFiles,
      onChange() {
        filesChanged.emit(null);
        void tell();
      },
      onTrouble(trouble) {
        if (trouble !== null) log.warn(`the files of the home are looked at, not watched: ${trouble}`);
        watchTrouble = trouble;
        void tell();
      },
    });
    // What changed between the first reading and the first look of the watch.
    await tell();
  }

  return {
    ...reader,
    get: () => state(watchTrouble, known()),
    onChanged: changed.on,
    onFiles: (listener) => filesChanged.on(listener),
    showNotices(source, notices) {
      others.set(source, notices);
      void tell();
    },
    async open() {
      found = await findHome(surroundings, files);
      settled = await settleHome(found.path, surroundings.seedFolder, ports);
      await clearHomeDrafts(reader, ports);
    },
    watch,
    async end() {
      await watching?.end();
      watching = null;
    },
  };
}
