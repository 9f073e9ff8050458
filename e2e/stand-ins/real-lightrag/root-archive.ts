import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { arch, homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.ts';
import { writeTokenizerRanks } from './tokenizer-ranks.ts';

/** Debian 12, whose Python 3.11 the packages are chosen for. */
const release = 'bookworm';
const python = '3.11';
/** Wheels for this and older libraries of C run on it. */
const platforms = ['manylinux_2_28', 'manylinux_2_17', 'manylinux2014', 'linux'];

const requirements = join(import.meta.dirname, 'requirements.txt');

/** A short text that changes with whatever the archive is made of and by. */
export async function archiveKey(): Promise<string> {
  const hash = createHash('sha256').update(`${release} ${python} ${arch()}`);
  for (const name of ['requirements.txt', 'root-archive.ts', 'tokenizer-ranks.ts']) {
    hash.update(await readFile(join(import.meta.dirname, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Where the archive is kept: in the cache folder, never in the checkout. */
export async function archivePath(): Promise<string> {
  return join(cacheFolder(), `${await archiveKey()}.tar`);
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'persag-desktop', 'real-lightrag');
}

/**
 * The path of a tar archive with a root file system that runs the real server: minimal Debian, Python, lightrag-hku, and
 * the tokenizer's ranks. Made once, in two to three minutes (about 300 MB to fetch, 900 MB kept). Needs root.
 * @throws Error where a package cannot be had
 */
export async function rootArchive(report: (line: string) => void): Promise<string> {
  const archive = await archivePath();
  if (existsSync(archive)) return archive;
  report(
    'Making a root file system with the real LightRAG server (once, two to three minutes, about 300 MB to fetch) ...',
  );
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'making-'));
  try {
    const root = join(work, 'root');
    await makeDebian(root);
    await installPackages(root);
    await mkdir(join(root, 'opt/tiktoken'), { recursive: true });
    await writeTokenizerRanks(join(root, 'opt/tiktoken'), work);
    await run('tar', ['--create', '--file', `${archive}.${process.pid}`, '--directory', root, ...without, '.']);
    await rename(`${archive}.${process.pid}`, archive);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${archive}.${process.pid}`, { force: true });
  }
  return archive;
}

const without = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale']
  .map((path) => `--exclude=./${path}/*`)
  // Devices are the engine's to make.
  .concat('--exclude=./dev/*', '--numeric-owner');

async function makeDebian(root: string): Promise<void> {
  const mirror = await debianMirror();
  const args = ['--variant=minbase', '--include=python3,ca-certificates', release, root, ...mirror];
  await run('debootstrap', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  // The compose files' probes say `python`, as in the public image.
  await symlink('python3', join(root, 'usr/bin/python'));
}

/** The mirror that apt uses here for the release, debootstrap's own where it uses none. */
async function debianMirror(): Promise<string[]> {
  const format = ['--format', '$(SITE) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'];
  const lines = (await run('apt-get', ['indextargets', ...format]).catch(() => '')).split('\n');
  const own = lines
    .map((line) => line.split(' '))
    .find(([, name, component]) => name === release && component === 'main');
  return own?.[0] === undefined ? [] : [own[0]];
}

/** With this machine's pip, told to choose for the other Python; compiled there, so that a start needs not to. */
async function installPackages(root: string): Promise<void> {
  const target = join(root, 'opt/lightrag');
  const machine = arch() === 'arm64' ? 'aarch64' : 'x86_64';
  const chosen = platforms.flatMap((platform) => ['--platform', `${platform}_${machine}`]);
  const forPython = ['--python-version', python, '--implementation', 'cp', '--only-binary=:all:', ...chosen];
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-compile', '--root-user-action=ignore'];
  await run('python3', [
    '-m',
    'pip',
    'install',
    ...quiet,
    ...forPython,
    '--target',
    target,
    '--requirement',
    requirements,
  ]);
  // Some packages carry files for other Pythons, which cannot be compiled and are never loaded.
  await run('chroot', [root, 'python3', '-m', 'compileall', '-q', '/opt/lightrag']).catch(() => undefined);
}
