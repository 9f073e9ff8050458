import { existsSync } from 'node:fs';
import { whyNoPrivateEngine } from '../engine/find-engine.ts';
import { run } from '../run.ts';
import { archivePath } from './root-archive.ts';

/**
 * The reason why the real server cannot be had here, or null where it can: its root file system is made by root on Debian
 * 12 with debootstrap, of packages from Debian and PyPI, once.
 */
export async function whyNoRealServer(): Promise<string | null> {
  const without = whyNoPrivateEngine();
  if (without !== null) return without;
  if (existsSync(await archivePath())) return null;
  if (!existsSync('/usr/sbin/debootstrap')) return 'debootstrap is not installed';
  try {
    // The smallest question that shows whether pip gets packages.
    await run('python3', ['-m', 'pip', '--disable-pip-version-check', '--timeout', '10', 'index', 'versions', 'pip']);
    return null;
  } catch {
    return 'PyPI is not reachable';
  }
}
