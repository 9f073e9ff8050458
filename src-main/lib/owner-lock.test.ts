import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnerLock } from './owner-lock.ts';

let folder = '';
let path = '';
const now = () => new Date();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-lock-'));
  path = join(folder, 'desktop', 'operation.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that lives until it is ended, or one that has ended already. */
async function otherProcess(alive: boolean) {
  const child = spawn(process.execPath, ['-e', alive ? 'setInterval(() => {}, 1000)' : '']);
  await once(child, alive ? 'spawn' : 'exit');
  return child;
}

describe('owner lock', () => {
  it('is shared within a process and gone after the last release', async () => {
    const lock = createOwnerLock(() => path, now);
    const [first, second] = await Promise.all([lock.hold('a'), lock.hold('b')]);
    await first();
    await access(path);
    await second();
    await second();
    await expect(access(path)).rejects.toThrow();
  });

  it('is refused while another living process has it, naming what that one does', async () => {
    const other = await otherProcess(true);
    const first = createOwnerLock(() => path, now);
    const release = await first.hold('x');
    await writeFile(path, JSON.stringify({ pid: other.pid, what: 'switching to dana', since: now().toISOString() }));
    const refused = createOwnerLock(() => path, now).hold('y');
    await expect(refused).rejects.toMatchObject({ code: 'switching/busy' });
    await expect(refused).rejects.toThrow(/switching to dana/);
    other.kill();
    await once(other, 'exit');
    await release();
  });

  it('takes over from a dead process', async () => {
    const dead = await otherProcess(false);
    const first = await createOwnerLock(() => path, now).hold('x');
    await writeFile(path, JSON.stringify({ pid: dead.pid, what: 'switching', since: '' }));
    const release = await createOwnerLock(() => path, now).hold('y');
    await access(path);
    await release();
    await first();
  });

  it('can be taken again after a refusal', async () => {
    const other = await otherProcess(true);
    const lock = createOwnerLock(() => path, now);
    await (await lock.hold('make the folder'))();
    await writeFile(path, JSON.stringify({ pid: other.pid, what: 'busy', since: '' }));
    await expect(lock.hold('z')).rejects.toMatchObject({ code: 'switching/busy' });
    other.kill();
    await once(other, 'exit');
    await (await lock.hold('z'))();
  });

  it('is not kept by an owner from before the computer was started, whose number another process has now', async () => {
    const lock = createOwnerLock(() => path, now);
    await (await lock.hold('make the folder'))();
    const beforeStart = new Date(Date.now() - uptime() * 1000 - 3_600_000).toISOString();
    await writeFile(path, JSON.stringify({ pid: process.ppid, what: 'switching', since: beforeStart }));
    await (await lock.hold('z'))();
  });

  it('says that the home cannot be written where its file cannot be', async () => {
    await writeFile(join(folder, 'desktop'), '');
    await expect(createOwnerLock(() => path, now).hold('x')).rejects.toMatchObject({ code: 'home/unwritable' });
  });
});
