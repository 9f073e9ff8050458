import { envValues, readEnv } from '../formats/env-file.ts';
import type { Files } from '../lib/files.ts';

/** What an env file sets, without anything from outside; empty where the file is absent or cannot be read. */
export async function readEnvFile(path: string, files: Files): Promise<ReadonlyMap<string, string>> {
  try {
    const text = await files.readText(path);
    return text === null ? new Map() : envValues(readEnv(text, () => undefined));
  } catch {
    // Whoever needs the file itself says why it cannot be read; for a default it is as good as absent.
    return new Map();
  }
}
