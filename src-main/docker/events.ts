import type { Readable } from 'node:stream';
import * as z from 'zod';
import { belongsTo, readAsideName } from './ownership.ts';
import type { ServiceFiles } from './service-files.ts';

/** An event of the engine: a hint that something has changed, never the change itself. */
export interface EngineEvent {
  /** Without what some actions carry after a colon. */
  readonly action: string;
  /** The name and the labels of what it is about; empty where the engine tells none. */
  readonly attributes: Readonly<Record<string, string>>;
}

// Up to API 1.51 `status` and `id` stand beside Action and Actor; from 1.52 on they are gone.
const eventShape = z.object({
  Action: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  Actor: z
    .object({ Attributes: z.record(z.string(), z.string()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Reads one line of the stream; null where it is no event. */
export function readEvent(line: string): EngineEvent | null {
  // json-seq puts a record separator in front of each.
  const text = line.startsWith('\u001e') ? line.slice(1) : line;
  if (text.trim() === '') return null;
  try {
    const { Action, status, Actor } = eventShape.parse(JSON.parse(text));
    const action = (Action ?? status ?? '').split(':')[0]?.trim() ?? '';
    return { action, attributes: Actor?.Attributes ?? {} };
  } catch {
    return null;
  }
}

/** True where an event is about a container of one of these services, or may be; other projects can be noisy. */
export function concerns({ attributes }: EngineEvent, all: readonly ServiceFiles[]): boolean {
  const { name } = attributes;
  if (name === undefined) return true;
  return all.some((files) => {
    const { compose, folder } = files;
    if (compose === undefined) return false;
    const isNamed = (readAsideName(name)?.container ?? name) === compose.containerName;
    return isNamed || belongsTo({ labels: attributes, names: [name] }, { name: files.name, folder, compose });
  });
}

/** False for what probes and terminals do all day without changing a container. */
export function isTelling({ action }: EngineEvent): boolean {
  return !/^(exec_|top$|attach$|detach$|resize$|export$|archive-path$|extract-to-dir$)/.test(action);
}

/** Longest piece of a line that is kept while its end is awaited. */
const longestLine = 1024 * 1024;

/**
 * Follows an event stream to its end: calls `hear` for each event that may mean a change. Resolves when the stream ends,
 * however it does.
 */
export function followEvents(stream: Readable, hear: (event: EngineEvent) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-longestLine);
    for (const line of lines) {
      const event = readEvent(line);
      if (event !== null && isTelling(event)) hear(event);
    }
  });
  return new Promise((resolve) => {
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', () => resolve());
  });
}
