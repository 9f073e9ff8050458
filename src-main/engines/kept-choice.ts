import { join } from 'node:path';
import * as z from 'zod';
import type { EngineChoice } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { EnginesPorts } from './ports.ts';

const text = z.string().min(1).max(500);
const choiceShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('context'), name: text }),
  z.object({ kind: z.literal('address'), name: text, address: text }),
]);

/** The file that keeps the choice. */
export function choicePath({ folder }: Pick<EnginesPorts, 'folder'>): string {
  return join(folder(), 'engine.json');
}

/** The choice as it is kept; none, with the reason, where the file cannot be used. */
export async function readChoice(
  ports: Pick<EnginesPorts, 'files' | 'folder'>,
): Promise<{ readonly choice: EngineChoice | null; readonly trouble: string | null }> {
  const path = choicePath(ports);
  try {
    const kept = await ports.files.readText(path);
    if (kept === null) return { choice: null, trouble: null };
    return { choice: choiceShape.parse(JSON.parse(kept)), trouble: null };
  } catch (cause) {
    const why = cause instanceof Fault ? cause.message : `${path} is not what this app writes.`;
    return { choice: null, trouble: `${why} The app chooses by itself until an engine is chosen anew.` };
  }
}

/** Keeps a choice, or takes it back. Fault: `home/unwritable`. */
export async function writeChoice(
  ports: Pick<EnginesPorts, 'files' | 'folder'>,
  choice: EngineChoice | null,
): Promise<void> {
  const path = choicePath(ports);
  if (choice === null) return ports.files.remove(path);
  await ports.files.makeFolder(ports.folder());
  await ports.files.write(path, new TextEncoder().encode(`${JSON.stringify(choice)}\n`), { mode: 0o600 });
}
