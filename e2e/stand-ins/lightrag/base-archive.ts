import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { arch, homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.ts';

/** Raised when what `pack` does changes, so that older archives in the cache are not used. */
const recipe = 1;

// What Python needs to run a web server: no OpenSSL, no libffi. The names differ between releases.
const wanted = /^(python3\.\d+-minimal|libpython3\.\d+-(minimal|stdlib)|libc6|zlib1g|libexpat1|dash)$/;

// Documents, locales and character tables; Python's own tests and editors are in other packages.
const unneeded = ['usr/share', 'usr/lib/*-linux-gnu/gconv', 'etc', 'lib/systemd'];

/** True where `baseArchive` can make one: Debian or a relative of it. */
export function canPackBase(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb');
}

/** A short text that changes with the content of the archive. */
export async function baseKey(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const name = (key: string) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? 'none';
  return `${name('ID')}-${name('VERSION_ID')}-${arch()}-${recipe}`;
}

/**
 * The path of a tar archive with a root file system that holds Python and a shell, about 30 MB. Made once of Debian
 * packages (about 10 MB to fetch), then kept in the cache folder. Needs no root, unless apt's lists are missing.
 * @throws Error where apt does not get the packages
 */
export async function baseArchive(report: (line: string) => void): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'persag-desktop', 'lightrag-base');
  const archive = join(cache, `${await baseKey()}.tar`);
  if (existsSync(archive)) return archive;
  report('Making a root file system with Python from Debian packages (once, about 10 MB to fetch) ...');
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'making-'));
  try {
    await download(work);
    await pack(work, `${archive}.${process.pid}`);
    await rename(`${archive}.${process.pid}`, archive);
  } finally {
    await rm(work, { recursive: true });
  }
  return archive;
}

async function download(folder: string): Promise<void> {
  // As root apt would hand over to a user who may not write here.
  const fetch = async () =>
    run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...(await packages())], { cwd: folder });
  try {
    await fetch();
  } catch (cause) {
    if (process.getuid?.() !== 0) {
      throw new Error('apt has no current lists of packages. Run `sudo apt-get update`, then try again.', { cause });
    }
    await run('apt-get', ['update']);
    await fetch();
  }
}

/** The packages by their names in this release. */
async function packages(): Promise<string[]> {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((kind) => `--no-${kind}`);
  const text = await run('apt-cache', [
    'depends',
    '--recurse',
    ...only,
    'python3-minimal',
    'libpython3-stdlib',
    'dash',
  ]);
  const names = [...new Set(text.split('\n'))].filter((name) => wanted.test(name));
  if (names.length < 7) throw new Error(`apt knows only these of the packages: ${names.join(' ') || 'none'}.`);
  return names;
}

async function pack(work: string, archive: string): Promise<void> {
  const root = join(work, 'root');
  for (const name of await readdir(work)) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['--extract', join(work, name), root]);
  }
  const python = (await readdir(join(root, 'usr/bin'))).find((name) => /^python3\.\d+$/.test(name));
  if (python === undefined) throw new Error('The packages hold no Python.');
  await symlink(python, join(root, 'usr/bin/python3'));
  await symlink(python, join(root, 'usr/bin/python'));
  await mkdir(join(root, 'tmp'), { mode: 0o1777 });
  // Leaves the compiled modules beside the sources: the server then starts in 0.05 s instead of 0.2 s.
  const modules = 'import dataclasses, email, http.server, json, urllib.request';
  await run(join(root, 'usr/bin', python), ['-c', modules], { env: { PYTHONHOME: join(root, 'usr') } });
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
  const without = unneeded.map((path) => `--exclude=./${path}`);
  await run('tar', ['--create', '--file', archive, '--directory', root, ...owner, '--wildcards', ...without, '.']);
}
