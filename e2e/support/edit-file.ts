import { readFile, writeFile } from 'node:fs/promises';

/** Changes a file as an editor does; fails where it does not have what is to be replaced. */
export async function editFile(path: string, what: string | RegExp, by: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (text.search(what) < 0) throw new Error(`${path} has no ${what} to change.`);
  await writeFile(path, text.replace(what, by));
}
