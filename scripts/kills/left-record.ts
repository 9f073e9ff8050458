import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a killed switch left of its record: null where it had none, or none any more. */
export interface LeftRecord {
  /** The last step it had noted; `backup` where it had not come to the files. */
  readonly step: string;
  readonly committed: boolean;
}

/** Reads it as plain text, apart from the code that is tried here. */
export async function leftRecord(home: string): Promise<LeftRecord | null> {
  const folder = join(home, 'desktop', 'journal');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.switch'));
  const [name] = names;
  if (name === undefined) return null;
  const text = await readFile(join(folder, name), 'utf8');
  const steps = [...text.matchAll(/"step":"(\w+)"/g)].map(([, step]) => step ?? '');
  return { step: steps.at(-1) ?? 'backup', committed: text.includes('"kind":"committed"') };
}
