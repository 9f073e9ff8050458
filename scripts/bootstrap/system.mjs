import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, step } from './console.mjs';
import { alone } from './lock.mjs';
import { cacheFolder } from './paths.mjs';
import { capture, mustRun } from './run.mjs';

/** What Electron links against or starts with. A row lists the names that Debian and Ubuntu have used for one library. */
export const windowPackages = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libnotify4'],
  ['libsecret-1-0'],
];

/** A display and a session bus for a machine that has none, and a font that reads like a desktop's. */
export const displayPackages = [['xvfb'], ['xauth'], ['dbus'], ['dbus-x11'], ['fonts-inter']];

/** A container engine for a machine that reaches none. */
export const enginePackages = [['docker.io'], ['iptables'], ['iproute2']];

/** What the tests compare with: an independent reading of compose files, and the keyring of a Linux desktop. */
export const testPackages = [['docker-compose'], ['gnome-keyring']];

/** Installing it starts a server on port 22, which is nobody's wish on a machine of their own: on a throwaway one alone. */
export const ciPackages = [['openssh-server']];
/** What makes a root file system of Debian packages: the real LightRAG server runs on one. */
export const debootstrapPackages = [['debootstrap']];

/** A second engine, for the tests that are to pass on it, too. */
export const podmanPackages = [['podman'], ['runc'], ['iptables'], ['catatonit']];

/**
 * Makes sure that system packages are there. Debian and its relatives are looked at; elsewhere nothing is asked or done.
 * As root what is missing is installed; otherwise it throws a `Stop` with the exact command.
 * @param {readonly (readonly string[])[]} wanted rows of names, one of each row is enough
 */
export async function ensureSystemPackages(wanted) {
  if (!isDebianLike()) return;
  const missing = missingRows(wanted, await installedPackages(wanted.flat()));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new Stop('System packages are missing, and only root can install them:', installCommand(missing, 'sudo '));
  }
  await step(`installing system packages: ${missing.map((row) => row[0]).join(' ')}`, () =>
    alone(join(cacheFolder(), 'system.lock'), () => install(missing)),
  );
}

/** The rows of which no name is installed. */
export function missingRows(wanted, installed) {
  return wanted.filter((row) => !row.some((name) => installed.has(name)));
}

/** What a person types to get them. */
export function installCommand(missing, prefix = '') {
  const names = missing.map((row) => row[0]).join(' ');
  return `${prefix}apt-get update && ${prefix}apt-get install --no-install-recommends ${names}`;
}

/** The names that dpkg's status lines ("package status") report as installed. */
export function parseInstalled(output) {
  const lines = output.split('\n').filter((line) => line.endsWith(' installed'));
  return new Set(lines.map((line) => line.split(' ')[0].split(':')[0]));
}

async function installedPackages(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const format = ['-W', '-f', '${Package} ${db:Status-Status}\\n'];
  return parseInstalled((await capture('dpkg-query', [...format, ...names], { cwd: '/' })).output);
}

async function install(missing) {
  let names = await namesOnThisSystem(missing);
  if (names === null) {
    await updateIndex();
    names = await namesOnThisSystem(missing);
  }
  const packages = names ?? missing.map((row) => row[0]);
  const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const args = ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages];
  if ((await capture('apt-get', args, options)).code === 0) return;
  // An old index names versions that the mirror has dropped since.
  await updateIndex();
  await mustRun('apt-get', args, options);
}

async function updateIndex() {
  await mustRun('apt-get', ['update', '-q', '-o', 'DPkg::Lock::Timeout=300'], { cwd: '/' });
}

/** The one name of each row that this system's package index knows, or null if the index lacks one of them. */
async function namesOnThisSystem(rows) {
  const { output } = await capture('apt-cache', ['policy', ...rows.flat()], { cwd: '/' });
  const known = new Set();
  for (const [, name, candidate] of output.matchAll(/^(\S+):\n[^\n]*\n\s+\S+: (\S+)/gm)) {
    if (candidate !== '(none)') known.add(name);
  }
  const names = rows.map((row) => row.find((name) => known.has(name)));
  return names.includes(undefined) ? null : names;
}

function isDebianLike() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release) && existsSync('/usr/bin/dpkg-query');
}
