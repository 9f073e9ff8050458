import type { HttpProbe } from './http-probe.ts';
import { type LampReading, reading } from './reading.ts';

/** What is known of a service's answers. */
export interface HttpSituation {
  readonly engineProblem: string | null;
  /** True where the container runs, or may come back at once. */
  readonly isRunning: boolean;
  /** True while main starts, restarts or replaces it. */
  readonly isBusy: boolean;
  /** Where it is asked, null where it publishes no port. */
  readonly url: string | null;
  /** The last answer since the container was started, null before the first. */
  readonly probe: HttpProbe | null;
  /** True where it may still be on its way up: started less than the limit ago, and without an answer since. */
  readonly mayBeStarting: boolean;
}

/** Whether /health answers. */
export function httpLamp(situation: HttpSituation): LampReading {
  const { engineProblem, isRunning, isBusy, url, probe, mayBeStarting } = situation;
  if (engineProblem !== null) return reading('unknown', 'Not asked, as Docker cannot be asked what runs.');
  if (isBusy) return reading('starting', 'Not asked until that is done.');
  if (!isRunning) return reading('unknown', 'Not asked, as the container does not run.');
  if (url === null) {
    return reading('unknown', 'It publishes no port, so it cannot be asked.', 'Publish one under `ports:`.');
  }
  if (probe === null) return reading('starting', 'Not asked yet.');
  if (probe.ok) {
    if (!probe.isLightRag)
      return reading('warn', `What answers at ${url} does not look like LightRAG.`, 'Check its image.');
    return reading('ok', `It answers at ${url}${probe.version === null ? '' : `, LightRAG ${probe.version}`}.`);
  }
  if (mayBeStarting) return reading('starting', 'It was started and does not answer yet.');
  return reading(
    'failed',
    `It does not answer at ${url}: ${probe.problem}.`,
    'Restart it; read its log if that does not help.',
  );
}
