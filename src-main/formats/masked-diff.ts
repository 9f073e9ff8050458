import { maskSecrets } from './mask-secrets.ts';
import { unifiedDiff } from './unified-diff.ts';

/** The change from one content of a file to another, as a person may see it: in the unified form, secrets masked. */
export function maskedDiff(before: Uint8Array, after: Uint8Array): string {
  const [old, now] = [textOf(before), textOf(after)];
  return unifiedDiff(old, now, { before: maskSecrets(old), after: maskSecrets(now) });
}

/** Bytes that are no UTF-8 show as U+FFFD. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
