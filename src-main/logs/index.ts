import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { LogBatch, logs } from '../../src-shared/logs.ts';
import { createStreams } from '../lib/streams.ts';
import { createExports } from './exports.ts';
import { createLogSource } from './log-source.ts';
import type { LogsPorts } from './ports.ts';

/** The logs of both services. */
export interface LogsFeature extends Feature<typeof logs> {
  /** A window shows its page no longer: its streams end, and what it was exporting is taken away. */
  leave(windowId: number): void;
  /** Somebody else is current: nobody goes on reading what was opened for another. */
  endStreams(): void;
  end(): Promise<void>;
}

/** Makes the logs. Nothing is read before a stream is opened, and nothing after it was closed. */
export function createLogs(ports: LogsPorts): LogsFeature {
  const { clock, desktop, log } = ports;
  const streams = createStreams<LogBatch>();
  const exports = createExports();
  return {
    open: (opening, caller) => ({ stream: streams.open(caller, createLogSource(opening, ports)) }),
    next: ({ stream }, caller) => streams.next(stream, caller),
    close({ stream }, caller) {
      streams.close(stream, caller);
      return null;
    },
    async beginExport(_input, caller) {
      if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to choose a file in.');
      const path = await desktop.chooseNewFile(`persag-logs-${clock.now().toISOString().slice(0, 10)}.log`);
      if (path === null) return null;
      await exports.begin(caller, path);
      return { path };
    },
    async writeExport({ text }, caller) {
      await exports.write(caller, text);
      return null;
    },
    async endExport({ keep }, caller) {
      await exports.end(caller, keep);
      return null;
    },
    leave(windowId) {
      streams.endOf(windowId);
      exports.dropOf(windowId).catch((cause) => log.error('a half-written export could not be taken away', cause));
    },
    endStreams: () => streams.endAll(),
    async end() {
      streams.endAll();
      await exports.dropAll();
    },
  };
}
