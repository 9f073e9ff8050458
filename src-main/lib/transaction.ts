/** How a step of a transaction does. */
export type TransactionStepState = 'waiting' | 'running' | 'done' | 'failed' | 'undone' | 'skipped';

/** One step: it runs, and can take back what it did. */
export interface TransactionStep<Name extends string> {
  readonly name: Name;
  /** May throw; whatever it did by then, `undo` must be able to take back. Must end soon after `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Takes back what `run` did, all or part of it. Called also for the step that failed. Absent: nothing to take back. */
  undo?(): Promise<void>;
  /** True: not run at all, shown as skipped. */
  readonly skip?: boolean;
  /** From here on (inclusive) the transaction can no longer be cancelled or undone; a failure is only a warning. */
  readonly pastCommit?: boolean;
  /** Before a step past the commit: the point of no return itself. Where it fails all is taken back. */
  seal?(): Promise<void>;
}

/** What is told while a transaction runs. */
export interface TransactionProgress<Name extends string> {
  readonly name: Name;
  readonly state: TransactionStepState;
  /** Milliseconds in this step. */
  readonly ms: number;
}

/** How a transaction ended. */
export interface TransactionOutcome {
  readonly ok: boolean;
  /** Why the failed step failed. */
  readonly cause: unknown;
  /** What could not be taken back, or went wrong after the commit. */
  readonly leftovers: readonly unknown[];
}

/**
 * Runs steps in their order; a failure or an abort takes back what was done, last first, and goes on taking back even
 * if one undo fails.
 * @param tick a monotonic time in milliseconds
 */
export async function runTransaction<Name extends string>(
  steps: readonly TransactionStep<Name>[],
  options: { signal: AbortSignal; tick: () => number; onProgress: (progress: TransactionProgress<Name>) => void },
): Promise<TransactionOutcome> {
  const { signal, tick, onProgress } = options;
  const begun: { step: TransactionStep<Name>; ms: number }[] = [];
  const leftovers: unknown[] = [];
  const last = steps.findLast((step) => step.pastCommit !== true && step.skip !== true);

  async function takeBack(cause: unknown): Promise<TransactionOutcome> {
    for (const done of begun.reverse()) {
      await undoStep(done.step, leftovers);
      if (done.step.undo !== undefined) onProgress({ name: done.step.name, state: 'undone', ms: done.ms });
    }
    return { ok: false, cause, leftovers };
  }

  /** @returns how the transaction ended where the step could not be sealed, else null */
  async function sealed(step: TransactionStep<Name>, start: number): Promise<TransactionOutcome | null> {
    try {
      await step.seal?.();
      return null;
    } catch (cause) {
      onProgress({ name: step.name, state: 'failed', ms: tick() - start });
      return takeBack(cause);
    }
  }

  for (const step of steps) {
    if (step.skip === true) {
      onProgress({ name: step.name, state: 'skipped', ms: 0 });
      continue;
    }
    const start = tick();
    onProgress({ name: step.name, state: 'running', ms: 0 });
    const unsealed = await sealed(step, start);
    if (unsealed !== null) return unsealed;
    try {
      if (step.pastCommit !== true) signal.throwIfAborted();
      await step.run(signal);
      const ms = tick() - start;
      begun.push({ step, ms });
      onProgress({ name: step.name, state: 'done', ms });
    } catch (cause) {
      const ms = tick() - start;
      onProgress({ name: step.name, state: 'failed', ms });
      if (step.pastCommit === true) {
        leftovers.push(cause);
        continue;
      }
      await undoStep(step, leftovers);
      return takeBack(cause);
    }
    // Whoever cancelled in the last moment was told that it can be: the step ended all the same, the commit is next.
    if (step === last && signal.aborted) return takeBack(signal.reason);
  }
  return { ok: true, cause: undefined, leftovers };
}

async function undoStep<Name extends string>(step: TransactionStep<Name>, leftovers: unknown[]): Promise<void> {
  try {
    await step.undo?.();
  } catch (cause) {
    leftovers.push(cause);
  }
}
