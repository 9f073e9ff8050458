import { readFile } from 'node:fs/promises';
import { run } from '../run.ts';
import { waitFor } from '../wait-for.ts';
import { engineProcesses, signal } from './processes.ts';

/** Ends whatever runs out of an engine's folder, and takes away its mounts and bridges. */
export async function clearAway(slot: { folder: string; bridge: string; prefixes: readonly string[] }): Promise<void> {
  await endProcesses(slot.folder);
  await unmountBelow(slot.folder);
  await removeBridges(slot.prefixes);
  await removeBridge(slot.bridge);
}

/** Kills the engine, its containerd, the shims and what runs under them, known by the folder in their arguments. */
async function endProcesses(folder: string): Promise<void> {
  await waitFor(`the processes of ${folder} to end`, 20_000, () => {
    const left = engineProcesses(folder);
    for (const { pid } of left) signal(pid, 'SIGKILL');
    return left.length === 0;
  });
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  // Deepest first; lazily, as the kernel may still be taking down a container's processes.
  for (const path of mounts.sort().reverse()) await run('umount', ['--lazy', path]);
}

/** The engine's first bridge, also where it was cut off before it had an address. */
async function removeBridge(bridge: string): Promise<void> {
  const links = (await run('ip', ['-o', 'link', 'show'])).split('\n').map((line) => line.split(': ')[1]);
  if (links.includes(bridge)) await run('ip', ['link', 'delete', bridge]);
}

async function removeBridges(prefixes: readonly string[]): Promise<void> {
  for (const line of (await run('ip', ['-o', '-4', 'address', 'show'])).split('\n')) {
    const [, name, , address] = line.split(/\s+/);
    if (name !== undefined && address !== undefined && prefixes.some((prefix) => address.startsWith(prefix))) {
      await run('ip', ['link', 'delete', name]);
    }
  }
}
