import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnerLock } from './owner-lock.ts';

const module = new URL('./owner-lock.ts', import.meta.url).href;
let folder = '';
let path = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-lock-'));
  path = join(folder, 'desktop', 'operation.lock');
  await mkdir(join(folder, 'desktop'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** A real process that runs the code with the lock as `lock`. */
function run(code: string): ChildProcess {
  const script = `import { createOwnerLock } from '${module}'; const lock = createOwnerLock(() => '${path}');\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** One that holds the lock until it is ended. */
async function holder(what: string): Promise<ChildProcess> {
  const child = run(`await lock.hold('${what}'); console.log('held'); setInterval(() => {}, 1000);`);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

const lock = () => createOwnerLock(() => path);
const busy = { code: 'switching/busy' };

describe('owner lock', () => {
  it('is shared within a process and gone after the last release', async () => {
    const own = lock();
    const [first, second] = await Promise.all([own.hold('a'), own.hold('b')]);
    await first();
    await access(path);
    await second();
    await second();
    expect(await readdir(join(folder, 'desktop'))).toEqual([]);
  });

  it('can be taken again while it is being released', async () => {
    const own = lock();
    const first = await own.hold('a');
    const releasing = first();
    const second = await own.hold('b');
    await releasing;
    await access(path);
    await second();
    await expect(access(path)).rejects.toThrow();
  });

  it('is refused while another living process has it, naming what that one does', async () => {
    await holder('switching to dana');
    const refused = lock().hold('y');
    await expect(refused).rejects.toMatchObject(busy);
    await expect(refused).rejects.toThrow(/switching to dana/);
  });

  it('is kept by a process that sleeps, however long', async () => {
    const other = await holder('x');
    other.kill('SIGSTOP');
    await expect(lock().hold('y', 100)).rejects.toMatchObject(busy);
    other.kill('SIGCONT');
    await expect(lock().hold('y')).rejects.toMatchObject(busy);
  });

  it('is taken over from a process that was killed, also right after a refusal', async () => {
    const other = await holder('x');
    const own = lock();
    await expect(own.hold('y')).rejects.toMatchObject(busy);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await own.hold('y'))();
    expect(await readdir(join(folder, 'desktop'))).toEqual([]);
  });

  it('is taken over where the number of its process belongs to another one by now', async () => {
    const other = await holder('x');
    const owner = JSON.parse(await readFile(path, 'utf8'));
    expect(owner).toMatchObject({ pid: other.pid, what: 'x' });
    await writeFile(path, JSON.stringify({ ...owner, started: 'an earlier time' }));
    await (await lock().hold('y'))();
  });

  it('is taken over where a power cut left no owner in it', async () => {
    for (const text of ['', '{"pid":', '\0\0\0\0', '{}']) {
      await writeFile(path, text);
      await (await lock().hold('y'))();
    }
  });

  it('is not removed by one that was taken for dead and comes back', async () => {
    const release = await lock().hold('x');
    const later = JSON.stringify({ pid: process.pid, started: null, token: 'other', what: 'later' });
    await writeFile(path, later);
    await release();
    expect(await readFile(path, 'utf8')).toBe(later);
  });

  it('waits as long as it was told to', async () => {
    const other = await holder('x');
    const waiting = lock().hold('y', 10_000);
    other.kill('SIGKILL');
    await (await waiting)();
  });

  it('lets one process at a time in, of many that find a dead one', async () => {
    const dead = await holder('x');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    const log = join(folder, 'log');
    const code = `import { appendFileSync } from 'node:fs';
      for (let turn = 0; turn < 10; turn += 1) {
        const release = await lock.hold('turn', 60000);
        appendFileSync('${log}', 'in\\n');
        await new Promise((resolve) => setImmediate(resolve));
        appendFileSync('${log}', 'out\\n');
        await release();
      }`;
    const many = Array.from({ length: 6 }, () => run(code));
    expect(await Promise.all(many.map(async (child) => (await once(child, 'exit'))[0]))).toEqual(many.map(() => 0));
    expect(await readFile(log, 'utf8')).toBe('in\nout\n'.repeat(60));
    expect(await readdir(join(folder, 'desktop'))).toEqual([]);
  });
});
