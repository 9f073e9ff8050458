import { type AppError, hints, type Result } from '../../src-shared/errors.ts';

/** A call's answer, where even a broken wire (main gone, call refused) is plain data. Never rejects. */
export async function settle<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await answer;
  } catch (cause) {
    return { ok: false, error: brokenWire(cause) };
  }
}

function brokenWire(cause: unknown): AppError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return {
    code: 'internal',
    message: 'The window could not reach the rest of the app.',
    hint: hints.internal,
    details: [text],
  };
}
