import type { CheckResult } from '../../src-shared/providers.ts';
import type { Explained } from './explain.ts';
import type { Prepared } from './prepare.ts';

/** The result of a question that was answered well. */
export function wellResult(ms: number, message: string, status: number | null = 200): CheckResult {
  return { outcome: 'ok', status, ms: Math.round(ms), message, hint: '', retryAfterMs: null };
}

/** The result of a question that failed. */
export function failedResult({ outcome, status, message, hint, retryAfterMs }: Explained, ms: number): CheckResult {
  return { outcome, status, ms: Math.round(ms), message, hint, retryAfterMs };
}

/** The result where nobody was asked. */
export function unaskedResult({ isOfSecrets, words }: Extract<Prepared, { kind: 'problem' }>): CheckResult {
  return {
    outcome: isOfSecrets ? 'auth' : 'bad_request',
    status: null,
    ms: 0,
    message: words,
    hint: 'Correct it in the configuration, then try again; nothing was sent.',
    retryAfterMs: null,
  };
}
