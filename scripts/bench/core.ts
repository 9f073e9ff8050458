import { join } from 'node:path';
import { type App, createApp } from '../../src-main/app.ts';
import { systemClock } from '../../src-main/lib/system.ts';
import type { Log, Surroundings } from '../../src-main/ports.ts';

/** Who asks: the command line, so that no window is needed. */
export const caller = { kind: 'cli', windowId: 0 } as const;

/** Nothing is expected to go wrong here; what does is shown. */
export const log: Log = {
  info: () => undefined,
  warn: (message) => console.error(message),
  error: (message, cause) => console.error(message, cause),
};

/** Where the core finds itself when it works on this home and engine. */
export function surroundingsOf(home: string, dockerHost?: string): Surroundings {
  return {
    env: { PERSAG_HOME: home, ...(dockerHost === undefined ? {} : { DOCKER_HOST: dockerHost }) },
    homeFolder: home,
    platform: process.platform,
    seedFolder: join(import.meta.dirname, '../../assets/seed'),
    version: 'bench',
  };
}

/** The core as both the window and the command line have it, not yet open. */
export function makeCore(home: string, dockerHost?: string): App {
  return createApp({ surroundings: surroundingsOf(home, dockerHost), clock: systemClock, log, desktop: null });
}
