import { Fault } from '../src-shared/errors.ts';

/** How long a service may take to answer: a real LightRAG needs up to a minute on a slow disk. In seconds. */
const usual = 180;

/** The limit in milliseconds, from PERSAG_SERVICE_TIMEOUT (seconds, 1 to 3600). Fault: `input/invalid`. */
export function serviceLimit(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.PERSAG_SERVICE_TIMEOUT ?? '';
  if (text === '') return usual * 1000;
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 3600) {
    throw new Fault(
      'input/invalid',
      `PERSAG_SERVICE_TIMEOUT is "${text}"; it must be a number of seconds from 1 to 3600.`,
    );
  }
  return seconds * 1000;
}

/** The same, but the usual limit where the text is none: for what is made before anybody can be told of a fault. */
export function usableServiceLimit(env: Readonly<Record<string, string | undefined>>): number {
  try {
    return serviceLimit(env);
  } catch {
    return usual * 1000;
  }
}
