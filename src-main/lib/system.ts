import type { Clock, Log } from '../ports.ts';

/** The computer's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  tick: () => performance.now(),
};

function line(level: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${level} ${message}\n`);
}

/** Warnings and errors to standard error, where a terminal or the desktop's journal keeps them. */
export const consoleLog: Log = {
  info: () => undefined,
  warn: (message) => line('warn', message),
  error(message, cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? '');
    line('error', `${message} ${reason}`.trim());
  },
};
