import type { Disk } from '../disk.ts';
import { crashVolumes, type Thoroughness } from './crash-volumes.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { copyVolume, digestOf, emptyVolume, type Seen, seenIn, type Volume } from './volume.ts';

/** Something that is cut off at every point, and the next start after it. */
export interface CrashScenario {
  /** Makes the disk as it is before. */
  prepare(disk: Disk): Promise<void>;
  /** What is cut off. A new one each time: nothing in memory outlasts the cut. */
  run(disk: Disk): Promise<void>;
  /** What the next start does. */
  recover(disk: Disk): Promise<void>;
  /** Whether a path is no part of the state: what the app keeps for itself. */
  isApart(path: string): boolean;
  /** Why something must never be on a disk, not even for a moment; null where it may. */
  refuse(seen: Seen): string | null;
  /**
   * True: after the next start only the new state will do, as that start does the work again. It is not cut off itself:
   * that is the first run once more, and there would be no end of it.
   */
  readonly endsNew?: boolean;
  /**
   * How many of the recoveries are cut off themselves: all if left out, else so many, spread evenly over those that are
   * found. Every disk is started again on in any case.
   */
  readonly recoveries?: number;
}

/** What the replay found. */
export interface CrashReport {
  /** Cuts: each length of the operation list, with each way to lose what was not synced, those of recoveries included. */
  readonly points: number;
  /** Different disks among them; recovery ran on each, and was itself cut off at every point (see `recoveries`). */
  readonly disks: number;
  /** One line each; none where all is well. */
  readonly violations: readonly string[];
}

/** The operation itself is cut more finely than each of the many recoveries from its cuts. */
const ofRun: Thoroughness = { exhaustive: 9, sampled: 150 };
const ofRecovery: Thoroughness = { exhaustive: 2, sampled: 2 };

type State = 'old' | 'new' | 'mixed' | 'failed';

/**
 * Cuts the power at every point of an operation and of every recovery from it, and looks at what the next start makes
 * of each disk that may be left: the old state whole or the new one, and the new one where the operation had ended.
 * @param disturb makes the disk refuse something, or break its promises, to show that this is found
 * @param enough with so many violations it ends
 */
export async function replayCrashes(
  scenario: CrashScenario,
  disturb: (disk: Disk, during: 'run' | 'recovery') => Disk = (disk) => disk,
  enough = Number.POSITIVE_INFINITY,
): Promise<CrashReport> {
  const base = emptyVolume();
  await scenario.prepare(createRecorder(base).disk);
  const complete = copyVolume(base);
  await scenario.run(createRecorder(complete).disk);
  const states = { old: stateDigest(base, scenario), new: stateDigest(complete, scenario) };

  const violations = new Set<string>();
  const known = new Map<string, State>();
  let points = 0;

  /** Every disk that may be left of a recorded run, each looked at and, if it is a new one, started again on. */
  async function cut(
    from: Volume,
    recorder: Recorder,
    thoroughness: Thoroughness,
    endedAt: number | null,
  ): Promise<Volume[]> {
    const fresh: Volume[] = [];
    for (let length = 0; length <= recorder.effects.length; length += 1) {
      for (const volume of crashVolumes(from, recorder, length, thoroughness)) {
        if (violations.size >= enough) return [];
        points += 1;
        const digest = digestOf(seenIn(volume));
        if (!known.has(digest)) {
          known.set(digest, await startAgain(volume, length));
          fresh.push(volume);
        }
        if (length === endedAt && known.get(digest) === 'old') violations.add('what had ended was gone after the cut');
      }
    }
    return fresh;
  }

  async function startAgain(volume: Volume, length: number): Promise<State> {
    leaks(volume, scenario, violations);
    const after = copyVolume(volume);
    const state = await recovered(
      scenario,
      disturb(createRecorder(after).disk, 'recovery'),
      () => stateDigest(after, scenario),
      states,
    );
    const refused = scenario.endsNew === true && state === 'old';
    if (state === 'mixed' || state === 'failed' || refused) violations.add(`${state} after a cut at ${length}`);
    return state;
  }

  const first = createRecorder(copyVolume(base));
  let ended = true;
  await scenario.run(disturb(first.disk, 'run')).catch(() => {
    ended = false;
  });
  const fresh = await cut(base, first, ofRun, ended ? first.effects.length : null);
  const { recoveries = Number.POSITIVE_INFINITY } = scenario;
  let waiting = scenario.endsNew === true ? [] : evenly(fresh, recoveries);
  for (let left = recoveries; waiting.length > 0 && left > 0; ) {
    const next: Volume[] = [];
    for (const volume of waiting.slice(0, left)) {
      const recorder = createRecorder(copyVolume(volume));
      await scenario.recover(disturb(recorder.disk, 'recovery')).catch(() => undefined);
      next.push(...(await cut(volume, recorder, ofRecovery, null)));
    }
    left -= waiting.length;
    waiting = evenly(next, left);
  }
  return { points, disks: known.size, violations: [...violations] };
}

/** At most so many, from everywhere in the list. */
function evenly(volumes: Volume[], count: number): Volume[] {
  if (volumes.length <= count) return volumes;
  return volumes.filter(
    (_volume, index) =>
      Math.floor((index * count) / volumes.length) !== Math.floor(((index - 1) * count) / volumes.length),
  );
}

async function recovered(
  scenario: CrashScenario,
  disk: Disk,
  digest: () => string,
  states: { readonly old: string; readonly new: string },
): Promise<State> {
  try {
    await scenario.recover(disk);
  } catch {
    return 'failed';
  }
  const now = digest();
  return now === states.new ? 'new' : now === states.old ? 'old' : 'mixed';
}

function stateDigest(volume: Volume, { isApart }: CrashScenario): string {
  return digestOf(seenIn(volume).filter(({ path }) => !isApart(path)));
}

function leaks(volume: Volume, scenario: CrashScenario, violations: Set<string>): void {
  for (const seen of seenIn(volume)) {
    const why = scenario.refuse(seen);
    if (why !== null) violations.add(`${seen.path}: ${why}`);
  }
}
