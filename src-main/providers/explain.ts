import type { Outcome } from '../../src-shared/providers.ts';
import { type About, type Case, commonCases, type Words } from './cases.ts';
import { AnswerFault, AskFault, toAskFault } from './faults.ts';
import type { Provider } from './provider.ts';
import { readSaid, readSaidText } from './said.ts';

/** What a failure means, in words that are free of secrets. */
export interface Explained {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly message: string;
  readonly hint: string;
  readonly retryAfterMs: number | null;
  readonly passes: Case['passes'] | null;
}

/** Of what was asked. */
export interface AskedOf {
  readonly asked: 'list' | 'chat';
  readonly model: string;
  readonly host: string;
  /** Takes the secrets out of a text. */
  clean(text: string): string;
}

/** Longest words of a provider that are shown. */
const longestWords = 300;

/** Says what went wrong, by the provider's own cases and then by those of everybody (facts/providers 1.9). */
export function explain(provider: Provider, cause: unknown, asked: AskedOf): Explained {
  const fault = toFault(cause);
  const found = [...provider.cases, ...commonCases].find((one) => fits(one, fault, asked.asked)) ?? lastCase;
  const about: About = {
    provider: provider.name,
    model: asked.model,
    modelWord: provider.capabilities.modelWord,
    host: asked.host,
  };
  const inWords = (words: Words) => (typeof words === 'string' ? words : words(about));
  const status = fault instanceof AnswerFault ? fault.status : null;
  return {
    outcome: found.outcome,
    status,
    message: asked.clean(`${provider.name} ${inWords(found.what)}${numberOf(status)}.`) + ownWords(fault, asked),
    hint: asked.clean(inWords(found.hint)),
    retryAfterMs: fault instanceof AnswerFault ? (fault.retryAfterMs ?? fault.said.retryAfterMs) : null,
    passes: found.passes ?? null,
  };
}

const lastCase: Case = { outcome: 'bad_shape', what: 'answered in a way that cannot be read', hint: 'Try again.' };

const numberOf = (status: number | null) => (status === null || status === 200 ? '' : ` (HTTP ${status})`);

/** What was said, or what exactly the connection met with, as one line. */
function ownWords(fault: AskFault | AnswerFault, { clean }: AskedOf): string {
  if (fault instanceof AskFault) return fault.trouble === 'cancelled' ? '' : ` To be exact, ${clean(fault.message)}.`;
  const line = clean(fault.said.words)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  if (line === '') return '';
  if (line.length > longestWords) return ` It says: ${line.slice(0, longestWords)}…`;
  return ` It says: ${/[.!?…]$/.test(line) ? line : `${line}.`}`;
}

function fits(one: Case, fault: AskFault | AnswerFault, asked: AskedOf['asked']): boolean {
  if (one.asked !== undefined && one.asked !== asked) return false;
  if (fault instanceof AskFault) {
    const others = [one.status, one.code, one.says].some((condition) => condition !== undefined);
    return !others && (one.trouble === undefined || one.trouble.includes(fault.trouble));
  }
  const { status, said } = fault;
  const { code, says } = one;
  if (one.trouble !== undefined) return false;
  if (one.status !== undefined && (status === null || !one.status.includes(status))) return false;
  if (code !== undefined && !said.codes.some((text) => code.test(text))) return false;
  return says === undefined || says.test(said.words);
}

/** What an error is, however deep the library put it into others; its own message, which may have a key in it, is left behind. */
function toFault(cause: unknown): AskFault | AnswerFault {
  for (let inner: unknown = cause, depth = 0; inner instanceof Error && depth < 6; inner = innerOf(inner), depth += 1) {
    if (inner instanceof AskFault || inner instanceof AnswerFault) return inner;
  }
  if (!(cause instanceof Error)) return new AnswerFault(null, readSaid(cause), null);
  const { statusCode, responseBody, value } = cause as LibraryError;
  if (typeof statusCode === 'number' && statusCode !== 200) {
    return new AnswerFault(statusCode, readSaidText(responseBody ?? ''), null);
  }
  // A piece of a stream that is none, but an error.
  const said = readSaid(value);
  return said.words === '' ? toAskFault(cause) : new AnswerFault(null, said, null);
}

/** What errors of the library behind have besides a message. */
type LibraryError = Error & {
  readonly statusCode?: number;
  readonly responseBody?: string;
  readonly value?: unknown;
  readonly lastError?: unknown;
};

const innerOf = (error: Error): unknown => error.cause ?? (error as LibraryError).lastError;
