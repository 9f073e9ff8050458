import { createHash } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import type { FixPreview } from '../../src-shared/validation.ts';
import { maskSecrets } from '../formats/mask-secrets.ts';
import { maskedDiff } from '../formats/masked-diff.ts';
import type { FileEdit, Fix } from './check.ts';

/** A fix worked out on files as they were at one moment. */
export interface Plan {
  readonly preview: FixPreview;
  readonly edits: readonly FileEdit[];
}

/** Longest text of a file in a conflict's details, in characters. */
const longest = 100_000;

/** What a fix would do, with a hash that stands for exactly this. */
export function planFix(findingId: string, fix: Fix): Plan {
  const edits = fix.edits();
  const files = edits.map(({ path, before, after }) => ({
    path,
    before: hashOf(before),
    after: hashOf(after),
    diff: maskedDiff(before, after),
  }));
  const hash = hashOf(JSON.stringify([findingId, files.map(({ path, before, after }) => [path, before, after])]));
  return { edits, preview: { findingId, title: fix.title, files, hash } };
}

/**
 * A file is not as it was shown: says so with the text that was shown, the one that was wanted and the one that is there
 * now, secrets masked, so that a person can bring the two changes together.
 */
export function conflict(
  shown: readonly FileEdit[],
  now: ReadonlyMap<string, Uint8Array | null>,
  cause?: unknown,
): Fault {
  const changed = shown.filter(({ path, before }) => !same(before, now.get(path) ?? null));
  const details = changed.flatMap(({ path, before, after }) => [
    path,
    `base\n${textOf(before)}`,
    `mine\n${textOf(after)}`,
    `theirs\n${textOf(now.get(path) ?? null)}`,
  ]);
  const names = changed.map(({ path }) => path).join(' and ');
  // Where the other program wrote before and after, its earlier text lies in a file of its own.
  const aside =
    cause instanceof Fault ? cause.details.filter((detail) => shown.every(({ path }) => path !== detail)) : [];
  const kept = aside.length === 0 ? '' : ` An earlier text is kept in ${aside.join(', ')}.`;
  const message = `${names} was changed by another program since it was shown; nothing was written.${kept}`;
  return new Fault('home/file-changed', message, { cause, details });
}

function same(a: Uint8Array, b: Uint8Array | null): boolean {
  return b !== null && Buffer.from(a).equals(b);
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : maskSecrets(decode(bytes)).slice(0, longest);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
