import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { FixResult, ValidationState, validation } from '../../src-shared/validation.ts';
import { createEmitter } from '../lib/emitter.ts';
import { findFindings, fixOf } from './find-findings.ts';
import type { ValidationPorts } from './ports.ts';
import { conflict, type Plan, planFix } from './preview.ts';
import { takeSnapshot } from './snapshot.ts';

/** The validation feature. */
export interface ValidationFeature extends Feature<typeof validation> {
  /** Begins to look again whenever a file of the home changes. */
  watch(): void;
  end(): void;
}

/** How many previews are remembered, to tell what somebody saw of a file that has changed since. */
const remembered = 20;

/** Makes the validation feature (spec 1.7). */
export function createValidation(ports: ValidationPorts): ValidationFeature {
  const { files, journal, log } = ports;
  const changed = createEmitter<ValidationState>((cause) => log.error('a listener to the findings failed', cause));
  const shown = new Map<string, Plan>();
  let unwatch: (() => void) | null = null;
  let looking = false;
  let again = false;
  let told = '';

  const look = async () => findFindings(await takeSnapshot(ports));

  async function plan(findingId: string): Promise<Plan> {
    return planFix(findingId, fixOf(await look(), findingId));
  }

  /** Looks and tells; what happens meanwhile is looked at once more afterwards, however often it happened. */
  async function tell(): Promise<void> {
    again = looking;
    if (looking) return;
    looking = true;
    try {
      const { state } = await look();
      const text = JSON.stringify(state);
      if (text !== told) changed.emit(state);
      told = text;
    } catch (cause) {
      log.error('the home could not be validated again', cause);
    }
    looking = false;
    if (again) await tell();
  }

  async function bytesNow({ edits }: Plan): Promise<ReadonlyMap<string, Uint8Array | null>> {
    return new Map(await Promise.all(edits.map(async ({ path }) => [path, await files.read(path)] as const)));
  }

  async function apply(findingId: string, hash: string): Promise<FixResult> {
    const seen = shown.get(hash);
    const now = seen === undefined ? null : await bytesNow(seen);
    if (seen === undefined || now === null || seen.preview.findingId !== findingId) {
      throw new Fault('validation/no-fix', `There is no such preview of ${findingId}; look at it first.`);
    }
    if (seen.edits.some(({ path, before }) => !Buffer.from(before).equals(now.get(path) ?? new Uint8Array()))) {
      throw conflict(seen.edits, now);
    }
    const { title } = seen.preview;
    const backup = await ports.backUp(`before: ${title}`);
    try {
      await journal.apply(`a fix: ${title}`, seen.edits);
    } catch (cause) {
      if (cause instanceof Fault && cause.code === 'home/file-changed')
        throw conflict(seen.edits, await bytesNow(seen), cause);
      throw cause;
    }
    shown.delete(hash);
    const { state } = await look();
    return { findingId, title, backup, state, files: seen.edits.map(({ path }) => path) };
  }

  return {
    run: async () => (await look()).state,
    async previewFix({ findingId }) {
      const made = await plan(findingId);
      shown.delete(made.preview.hash);
      shown.set(made.preview.hash, made);
      for (const oldest of [...shown.keys()].slice(0, -remembered)) shown.delete(oldest);
      return made.preview;
    },
    async applyFix({ findingId, hash }) {
      const release = await ports.hold('a fix');
      try {
        return await apply(findingId, hash);
      } finally {
        await release();
      }
    },
    onChanged: changed.on,
    watch() {
      unwatch ??= ports.onFiles(() => void tell());
    },
    end() {
      unwatch?.();
      unwatch = null;
    },
  };
}
