import type { CheckResult } from '../../src-shared/providers.ts';
import { terminalText } from './terminal-text.ts';

/** What came of asking a provider, in words: what happened, what to do, the outcome for a search. */
export function resultText({ outcome, status, ms, message, hint }: CheckResult): string {
  const facts = [outcome, ...(status === null ? [] : [`HTTP ${status}`]), `${ms} ms`].join(', ');
  return [message, hint, `(${facts})`]
    .filter((line) => line !== '')
    .map(terminalText)
    .join('\n');
}
