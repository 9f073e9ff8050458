import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a stand-in for LightRAG is to do wrong; read when its container starts. */
export interface StandInFaults {
  /** It opens its port only after this time. */
  readonly startDelaySeconds?: number;
  /** `never`: /health gives 503; `hang`: /health gives nothing; `closed`: the port is never opened. */
  readonly health?: 'ok' | 'never' | 'hang' | 'closed';
  /** It ends with code 1 after this time. */
  readonly dieAfterSeconds?: number;
  /** It ends at once with this code. */
  readonly exitAtStart?: number;
  /** It does not end at SIGTERM. */
  readonly ignoreSigterm?: boolean;
  /** The version of LightRAG it says it is. */
  readonly version?: string;
}

/**
 * Makes the stand-in misbehave for one user: writes the faults into the folder that is mounted as working folder,
 * `rag_storage` of the knowledge service or `memory_rag_storage` of the memory service. Null takes them away.
 */
export async function setFaults(
  dataRoot: string,
  user: string,
  service: 'knowledge' | 'memory',
  faults: StandInFaults | null,
): Promise<void> {
  const folder = join(dataRoot, 'agno', user, service === 'knowledge' ? 'rag_storage' : 'memory_rag_storage');
  const path = join(folder, 'stand-in.json');
  if (faults === null) return rm(path, { force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path, JSON.stringify(faults));
}
