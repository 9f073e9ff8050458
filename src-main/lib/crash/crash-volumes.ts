import type { Recorder } from './recorder.ts';
import { applyEffect, copyVolume, type Effect, type Volume } from './volume.ts';

/** How many ways to lose effects are made. */
export interface Thoroughness {
  /** Up to this many effects that may be lost, every combination is made. */
  readonly exhaustive: number;
  /** Beyond it none, all, each alone, all but each, and this many combinations that are the same at every run. */
  readonly sampled: number;
}

/** Bytes that a disk writes as one. */
const block = 512;

type Data = Extract<Effect, { kind: 'data' }>;

/**
 * Every disk that a power cut may leave after the first `length` effects: what a sync covers is there; of the rest any
 * part may be, in any order that keeps each single name's history. A write may be there in part: torn at a block or a
 * byte, or as a hole of zeros of the right size. Names: POSIX promises nothing before the folder is synced, not even
 * that a synced file keeps its name.
 * @param base the disk before the first effect, all of it lasting
 */
export function* crashVolumes(
  base: Volume,
  { effects, made }: Recorder,
  length: number,
  thoroughness: Thoroughness,
): Generator<Volume> {
  const past = effects.slice(0, length);
  const losable = past.flatMap((effect, index) => (isCovered(past, index, effect) ? [] : [index]));
  for (const lost of losses(past, losable, thoroughness)) yield* withTears(base, made, past, losable, lost);
}

function isCovered(past: readonly Effect[], index: number, effect: Effect): boolean {
  if (effect.kind === 'sync' || effect.kind === 'syncFolder') return true;
  const later = past.slice(index + 1);
  if (effect.kind !== 'names') return later.some((other) => other.kind === 'sync' && other.inode === effect.inode);
  return effect.set.every(({ folder }) => later.some((other) => other.kind === 'syncFolder' && other.inode === folder));
}

/** The sets of effects that may be lost together: none, all, and what lies between. */
function* losses(
  past: readonly Effect[],
  losable: readonly number[],
  { exhaustive, sampled }: Thoroughness,
): Generator<ReadonlySet<number>> {
  const count = losable.length;
  if (count <= exhaustive) {
    for (let mask = 0; mask < 2 ** count; mask += 1) {
      yield withFollowers(past, losable, new Set(losable.filter((_index, bit) => (mask >> bit) % 2 === 1)));
    }
    return;
  }
  yield new Set();
  yield new Set(losable);
  for (const index of losable) {
    yield withFollowers(past, losable, new Set([index]));
    yield withFollowers(past, losable, new Set(losable.filter((other) => other !== index)));
  }
  const random = randomOf(count * 1000 + past.length);
  for (let round = 0; round < sampled; round += 1) {
    yield withFollowers(past, losable, new Set(losable.filter(() => random() < 0.5)));
  }
}

/** What was done to a name after a lost step cannot be there without it. */
function withFollowers(past: readonly Effect[], losable: readonly number[], lost: Set<number>): ReadonlySet<number> {
  const keys = (index: number) => {
    const effect = past[index];
    return effect?.kind === 'names' ? effect.set.map(({ folder, name }) => `${folder}/${name}`) : [];
  };
  const gone = new Set<string>();
  for (const index of losable) {
    if (!lost.has(index) && !keys(index).some((key) => gone.has(key))) continue;
    lost.add(index);
    for (const key of keys(index)) gone.add(key);
  }
  return lost;
}

/** The disk without what was lost, and the same with each unsynced write there only in part. */
function* withTears(
  base: Volume,
  made: Volume,
  past: readonly Effect[],
  losable: readonly number[],
  lost: ReadonlySet<number>,
): Generator<Volume> {
  yield replay(base, made, past, lost, null);
  for (const index of losable) {
    const effect = past[index];
    if (effect?.kind !== 'data' || lost.has(index)) continue;
    for (const torn of tears(effect)) yield replay(base, made, past, lost, { index, torn });
  }
}

function* tears(effect: Data): Generator<Data> {
  const { length } = effect.bytes;
  const ends = new Set([1, length >> 1, length - 1]);
  for (let end = block; end < length; end += block) ends.add(end);
  for (const end of ends) if (end > 0 && end < length) yield { ...effect, bytes: effect.bytes.slice(0, end) };
  yield { ...effect, bytes: new Uint8Array(length) };
  if (length > block) yield { ...effect, bytes: effect.bytes.map((byte, index) => (index < block ? 0 : byte)) };
}

function replay(
  base: Volume,
  made: Volume,
  past: readonly Effect[],
  lost: ReadonlySet<number>,
  tear: { index: number; torn: Data } | null,
): Volume {
  const volume = copyVolume(base);
  for (const [number, inode] of copyVolume(made)) volume.set(number, inode);
  past.forEach((effect, index) => {
    if (!lost.has(index)) applyEffect(volume, tear?.index === index ? tear.torn : effect);
  });
  return volume;
}

/** The same numbers at every run, so that a violation can be found again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
