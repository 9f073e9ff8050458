import { Fault } from '../../src-shared/errors.ts';
import type { Fix } from './check.ts';
import type { FileSnapshot } from './snapshot.ts';

/** The fix that edits one file, or null where the file is not there or cannot be edited in the one place alone. */
export function safeFix(
  title: string,
  { path, bytes }: FileSnapshot,
  edit: (bytes: Uint8Array) => Uint8Array,
): Fix | null {
  if (bytes === null) return null;
  try {
    const after = edit(bytes);
    return { title, edits: () => [{ path, before: bytes, after }] };
  } catch (cause) {
    if (cause instanceof Fault) return null;
    throw cause;
  }
}
