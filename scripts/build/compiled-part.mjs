import { copyFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Copies the compiled part of `koffi` for this computer. Where there is none the file is empty: it cannot be loaded, and
 * the app does without (see `src-main/lib/exchange.ts`).
 * @param {string} to the file it becomes
 */
export async function copyCompiledPart(to) {
  const { platform, arch, report } = process;
  // Node says which C library it runs on only there.
  const isMusl = platform === 'linux' && report.getReport().header.glibcVersionRuntime === undefined;
  try {
    const folder = dirname(require.resolve(`@koromix/koffi-${platform}-${arch}/package.json`));
    await copyFile(join(folder, `${isMusl ? 'musl' : platform}_${arch}`, 'koffi.node'), to);
  } catch (cause) {
    if (!['MODULE_NOT_FOUND', 'ENOENT'].includes(cause.code)) throw cause;
    await writeFile(to, '');
  }
}
