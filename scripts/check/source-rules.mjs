import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Longest file, in lines. */
const longest = 300;
const isCode = (name) => /\.(ts|tsx|mjs|cjs|css|py)$/.test(name);

/**
 * Rules of the sources that no other tool checks: no file over 300 lines, and only the page's api.ts names the bridge.
 * @param {string} root the checkout
 * @param {readonly string[]} folders below it
 * @returns {string[]} one line for each violation
 */
export function sourceFaults(root, folders) {
  return folders.flatMap((folder) => codeFiles(root, folder)).flatMap((path) => faultsOf(root, path));
}

function faultsOf(root, path) {
  const text = readFileSync(join(root, path), 'utf8');
  const lines = text.split('\n').length - 1;
  const faults = lines > longest ? [`${path} has ${lines} lines, ${longest} are the most`] : [];
  const ownsBridge = path === 'src-renderer/api.ts' || !path.startsWith('src-renderer/') || /\.test\.tsx?$/.test(path);
  if (!ownsBridge && /\bwindow\.persag\b/.test(text)) faults.push(`${path} names window.persag; only api.ts does`);
  return faults;
}

function codeFiles(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
