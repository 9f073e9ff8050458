import { type AppError, Fault, hints } from '../../src-shared/errors.ts';
import type { Log } from '../ports.ts';

/** Any thrown thing as plain data; what is not a Fault is logged under a number that the person sees too. */
export function toAppError(cause: unknown, log: Log): AppError {
  if (cause instanceof Fault) return cause.toAppError();
  const incident = crypto.randomUUID().slice(0, 8);
  log.error(`incident ${incident}`, cause);
  const text = cause instanceof Error ? cause.message : String(cause);
  return {
    code: 'internal',
    message: `The app met an error it does not know: ${text} (incident ${incident}).`,
    hint: hints.internal,
    details: [`incident ${incident}`],
  };
}
