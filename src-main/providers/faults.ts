import type { Said } from './said.ts';

/** What kept an answer from coming whole, without the provider having said so. */
export type Trouble =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'redirect'
  /** The app does not ask such an address, or cannot send such a value. */
  | 'forbidden'
  /** It has more bytes than are read. */
  | 'too-large'
  /** The connection ended in the middle. */
  | 'cut'
  /** It is not what the provider's documentation says. */
  | 'shape'
  | 'cancelled';

/** An answer did not come whole. The message has no secret: neither a header nor the query of an address. */
export class AskFault extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** A provider answered that it does not do what it was asked. The text may have anything in it: it is redacted before it is shown. */
export class AnswerFault extends Error {
  /** Null where it came within a stream that had begun well. */
  readonly status: number | null;
  readonly said: Said;
  readonly retryAfterMs: number | null;
  constructor(status: number | null, said: Said, retryAfterMs: number | null) {
    super(`the provider answered with an error (HTTP ${status ?? 'stream'})`);
    this.status = status;
    this.said = said;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Sorts what Node says of a failed connection. */
export function toAskFault(cause: unknown): AskFault {
  if (cause instanceof AskFault) return cause;
  const { code, name } = facts(cause);
  const make = (trouble: Trouble, words: string) => new AskFault(trouble, words, { cause });
  if (name === 'AbortError' || code === 'ABORT_ERR') return make('cancelled', 'it was cancelled');
  if (name === 'TimeoutError') return make('timeout', 'it took too long');
  if (/^(ENOTFOUND|EAI_|ENODATA|ENONAME)/.test(code)) return make('dns', 'the name of its host is not known');
  if (/^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT)$/.test(code))
    return make('timeout', 'the connection took too long');
  if (tlsCodes.test(code)) return make('tls', `its certificate or encryption is not accepted (${code})`);
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EACCES|EPERM|EADDRNOTAVAIL)$/.test(code)) {
    return make('refused', `nothing answers there (${code})`);
  }
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/.test(code))
    return make('cut', 'the connection ended early');
  if (/^(HPE_|Z_|ERR_|ERROR_)/.test(code)) return make('shape', `the answer is not to be read (${code})`);
  return make('shape', 'the answer is not to be read');
}

const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CRL_)/;

/** The first code there is: several addresses of a host fail together. */
function facts(cause: unknown): { readonly code: string; readonly name: string } {
  if (!(cause instanceof Error)) return { code: '', name: '' };
  const own = (cause as NodeJS.ErrnoException).code;
  if (typeof own === 'string' && own !== '') return { code: own, name: cause.name };
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  const deeper = inner === undefined ? { code: '', name: '' } : facts(inner);
  return { code: deeper.code, name: cause.name === 'Error' ? deeper.name : cause.name };
}
