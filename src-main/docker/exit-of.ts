import type Dockerode from 'dockerode';
import { pause } from './time-limit.ts';

/** How often it is looked whether the engine has started a container again, in milliseconds. */
const restartLookMs = 1000;
/** An engine starts a container again after a tenth of a second and longer each time; one that ends at once does so again. */
const nextEndMs = 2000;

/**
 * Answers when a container does not run (any more) or the engine has started it again, with its exit code; null where that
 * is not known. No limit but the signal.
 */
export async function exitOf(docker: Dockerode, id: string, signal: AbortSignal): Promise<number | null> {
  const over = new AbortController();
  const abortSignal = AbortSignal.any([signal, over.signal]);
  const container = docker.getContainer(id);
  const restarted = untilRestarted(container, abortSignal);
  restarted.catch(() => undefined);
  try {
    // Where it cannot be waited for, it can still be looked at.
    const ended = container.wait({ condition: 'not-running', abortSignal }).catch(() => restarted);
    const code = codeIn(await Promise.race([ended, restarted]));
    return code === 0 ? await codeBehindZero(container, abortSignal) : code;
  } finally {
    over.abort();
  }
}

/**
 * An engine that begins to start a container again has forgotten how it ended, and answers 0 for a moment: then its next
 * end tells.
 */
async function codeBehindZero(container: Dockerode.Container, abortSignal: AbortSignal): Promise<number> {
  const seen = await container.inspect({ abortSignal }).catch(() => null);
  const state = seen?.State;
  if (state === undefined || (!state.Running && !state.Restarting)) return state?.ExitCode ?? 0;
  const next = container.wait({ condition: 'next-exit', abortSignal }).catch(() => null);
  return codeIn(await Promise.race([next, pause(nextEndMs, abortSignal).then(() => null)])) ?? 0;
}

function codeIn(answer: unknown): number | null {
  return typeof answer === 'object' && answer !== null && 'StatusCode' in answer ? Number(answer.StatusCode) : null;
}

/** Podman's wait passes over an end after which it starts the container again by itself. */
async function untilRestarted(container: Dockerode.Container, signal: AbortSignal): Promise<null> {
  for (;;) {
    await pause(restartLookMs, signal);
    const seen = await container.inspect({ abortSignal: signal }).catch(() => null);
    if (seen !== null && seen.RestartCount > 0) return null;
  }
}
