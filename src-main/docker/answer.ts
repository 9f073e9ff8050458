import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Connection } from './engine.ts';
import type { EngineCalls } from './engine-calls.ts';
import { serviceUrl } from './health/service-url.ts';
import { httpGet } from './http-get.ts';
import type { ServicePlan } from './service-files.ts';
import { pause } from './time-limit.ts';

/** A started container that is to answer. */
export interface AwaitedContainer {
  readonly name: ServiceName;
  readonly id: string;
  /** Where to ask, without /health; null where no port is published, so that running has to do. */
  readonly url: string | null;
}

/** How many lines of a log go into an error. */
const shownLines = 20;

/**
 * Waits until /health of a container answers 200, and gives up early where the container ends.
 * @param limitMs how long to wait
 * Faults, both with the last lines of the log: `docker/container-exited`, `docker/never-healthy`.
 */
export async function untilAnswers(
  calls: EngineCalls,
  { name, id, url }: AwaitedContainer,
  options: { signal: AbortSignal; limitMs: number },
): Promise<void> {
  const { signal, limitMs } = options;
  if (url === null) return;
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  const asked = askUntilGood(`${url}/health`, both, limitMs);
  // A broken connection to the engine says nothing about the container.
  const ended = calls.exited(id, both).then(
    (code) => ({ code }),
    () => asked,
  );
  try {
    const end = await Promise.race([asked, ended]);
    if (end === null) return;
    const lines = await calls.lastLines(id, shownLines).catch(() => []);
    const title = serviceTitles[name];
    if ('code' in end) {
      const how = end.code === null ? 'ended again and again' : `ended with exit code ${end.code}`;
      const message = `${title} ${how} before it answered.`;
      throw new Fault('docker/container-exited', message, { details: lines });
    }
    const message = `${title} did not answer at ${url}/health within ${Math.round(limitMs / 1000)} s: ${end.problem}.`;
    throw new Fault('docker/never-healthy', message, { details: lines });
  } finally {
    done.abort();
    asked.catch(() => undefined);
  }
}

/** Waits until the service of a container that was just started answers; see `untilAnswers`. */
export async function untilServiceAnswers(
  { calls, endpoint }: Connection,
  plan: ServicePlan,
  id: string,
  options: { signal: AbortSignal; limitMs: number },
): Promise<void> {
  const { compose, name } = plan;
  let url = serviceUrl(compose, endpoint.publishedHost);
  if (url === null && compose.ports.length > 0) {
    // A port whose number the engine chose.
    const container = (await calls.list()).find((one) => one.id === id);
    url = serviceUrl(compose, endpoint.publishedHost, container?.ports ?? []);
  }
  await untilAnswers(calls, { name, id, url }, options);
}

/** True where it answers 200 within the limit. */
export async function answersNow(url: string | null, limitMs: number): Promise<boolean> {
  if (url === null) return false;
  try {
    return (await httpGet(`${url}/health`, { limitMs })).status === 200;
  } catch {
    return false;
  }
}

/** Asks until the answer is 200 (null) or the time is over (the last problem). Rejects when aborted. */
async function askUntilGood(url: string, signal: AbortSignal, limitMs: number): Promise<{ problem: string } | null> {
  const begin = performance.now();
  for (;;) {
    const problem = await problemOf(url, signal, attemptLimit(performance.now() - begin));
    signal.throwIfAborted();
    if (problem === null) return null;
    const elapsed = performance.now() - begin;
    if (elapsed >= limitMs) return { problem };
    // In proportion to the time waited so far: quick for a quick service, and no flood for a slow one.
    await pause(Math.min(limitMs - elapsed, clamp(elapsed / 40, 15, 500)), signal);
  }
}

async function problemOf(url: string, signal: AbortSignal, limitMs: number): Promise<string | null> {
  try {
    const { status } = await httpGet(url, { limitMs, signal });
    return status === 200 ? null : `it answered ${status}`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** An attempt can be lost while the port is being opened; it must not cost more than the wait so far. */
function attemptLimit(elapsed: number): number {
  return clamp(elapsed / 2, 300, 3000);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
