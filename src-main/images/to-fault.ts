import { Fault } from '../../src-shared/errors.ts';
import { pullFault } from './pull-fault.ts';

/** Whatever a question about an image failed with, as its fault. */
export function toFault(cause: unknown, reference: string, registry: string): Fault {
  return cause instanceof Fault ? cause : pullFault(wordsOf(cause), reference, registry);
}

/** The engine's own words, without the client's frame round them. */
function wordsOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'json' in cause) {
    const { json } = cause;
    if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message).trim();
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}
