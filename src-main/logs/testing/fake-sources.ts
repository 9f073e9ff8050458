import { PassThrough } from 'node:stream';
import type { ServiceName } from '../../../src-shared/docker.ts';
import type { LogContainer, LogSources } from '../ports.ts';
import { frame } from './frames.ts';

/** An engine with logs that a test writes; it answers as Docker does: lines from `since` on, inclusive, then what comes. */
export interface FakeSources {
  readonly sources: LogSources;
  /** Streams that are open now. */
  readonly open: Set<PassThrough>;
  /** How often a log was asked for. */
  readonly asked: { readonly id: string; readonly since: string | null; readonly tail: number | null }[];
  secrets: readonly string[];
  set(name: ServiceName, container: LogContainer | null): void;
  write(id: string, time: string, text: string): void;
  /** The container's end: its streams end. */
  endLog(id: string): void;
  /** The engine's end: its streams break off, in the midst of a frame. */
  breakOff(id: string): void;
}

/** Makes an engine without containers. */
export function createFakeSources(): FakeSources {
  const containers = new Map<ServiceName, LogContainer>();
  const lines = new Map<string, { readonly time: string; readonly text: string }[]>();
  const streams = new Map<string, Set<PassThrough>>();
  const listeners = new Set<() => void>();
  const open = new Set<PassThrough>();
  const asked: FakeSources['asked'] = [];
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const bytesOf = ({ time, text }: { time: string; text: string }) => frame(false, time, Buffer.from(`${text}\n`));
  const secondsOf = (time: string) => `${Date.parse(`${time.slice(0, 19)}Z`) / 1000}.${time.slice(20, 29)}`;

  const fake: FakeSources = {
    open,
    asked,
    secrets: [],
    sources: {
      container: async (name) => containers.get(name) ?? null,
      async log(id, { since, tail, follow }, signal) {
        asked.push({ id, since, tail });
        const stream = new PassThrough();
        open.add(stream);
        stream.on('close', () => open.delete(stream));
        signal.addEventListener('abort', () => stream.destroy());
        const from = (lines.get(id) ?? []).filter(({ time }) => since === null || secondsOf(time) >= since);
        for (const line of tail === null ? from : from.slice(from.length - tail)) stream.write(bytesOf(line));
        const runs = [...containers.values()].some((one) => one.id === id && one.running);
        if (!follow || !runs) stream.end();
        else streams.set(id, (streams.get(id) ?? new Set()).add(stream));
        return stream;
      },
      onChanged(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      secrets: async () => fake.secrets,
    },
    set(name, container) {
      if (container === null) containers.delete(name);
      else containers.set(name, container);
      tell();
    },
    write(id, time, text) {
      const all = lines.get(id) ?? [];
      lines.set(id, all);
      all.push({ time, text });
      for (const stream of streams.get(id) ?? []) stream.write(bytesOf({ time, text }));
    },
    endLog(id) {
      for (const stream of streams.get(id) ?? []) stream.end();
      streams.delete(id);
    },
    breakOff(id) {
      for (const stream of streams.get(id) ?? []) {
        stream.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 90, 50]));
        setTimeout(() => stream.destroy(new Error('aborted')), 5);
      }
      streams.delete(id);
    },
  };
  return fake;
}
