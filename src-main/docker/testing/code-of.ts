import { Fault } from '../../../src-shared/errors.ts';

/** The code of the fault that a function throws, or how it ended otherwise. */
export function codeOf(run: () => unknown): string {
  try {
    run();
    return 'no fault';
  } catch (cause) {
    return cause instanceof Fault ? cause.code : `not a fault: ${cause}`;
  }
}

/** The fault that a promise rejects with; anything else fails the test. */
export async function faultOf(work: unknown): Promise<Fault> {
  const cause = await Promise.resolve(work).then(
    () => 'it did not fail',
    (thrown: unknown) => thrown,
  );
  if (cause instanceof Fault) return cause;
  throw new Error(`expected a Fault, but: ${cause}`);
}
