import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { whyNoPrivateEngine } from './find-engine.ts';
import { type PrivateEngine, startPrivateEngine } from './private-engine.ts';
import { engineProcesses, startTicks } from './processes.ts';
import { giveBack, takeSlot } from './slots.ts';

const without = whyNoPrivateEngine();
if (without !== null) console.log(`Private engines are not tested here: ${without}.`);

const running: PrivateEngine[] = [];

async function start(): Promise<PrivateEngine> {
  const engine = await startPrivateEngine();
  running.push(engine);
  return engine;
}
/** A client that gives up soon. */
const hasty = ({ socketPath }: PrivateEngine) => new Docker({ socketPath, timeout: 300 });

describe.runIf(without === null)('private engines', () => {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((engine) => engine.stop()));
  });

  test('run beside one another and leave nothing', async () => {
    const engines = await Promise.all([start(), start()]);
    const networks = await Promise.all(engines.map(({ docker }) => docker.createNetwork({ Name: 'same-name' })));
    const subnets = await Promise.all(
      networks.map(async (network) => String((await network.inspect()).IPAM?.Config?.[0]?.Subnet)),
    );
    expect(new Set(subnets).size).toBe(2);
    expect(new Set(engines.map(({ gateway }) => gateway)).size).toBe(2);
    const pids = engines.flatMap(({ folder }) => engineProcesses(folder).map(({ pid }) => pid));
    expect(pids.length).toBeGreaterThanOrEqual(4);
    await Promise.all(engines.map((engine) => engine.stop()));
    expect(engines.map(({ folder }) => existsSync(folder))).toEqual([false, false]);
    expect(pids.filter((pid) => startTicks(pid) !== null)).toEqual([]);
    const addresses = await run('ip', ['-o', '-4', 'address', 'show']);
    for (const { gateway } of engines) expect(addresses).not.toContain(` ${gateway}/`);
    for (const subnet of subnets) expect(addresses).not.toContain(subnet.replace(/\.\d+\/\d+$/, '.'));
  });

  test('can be frozen and thawed', async () => {
    const engine = await start();
    await engine.freeze();
    await expect(hasty(engine).ping()).rejects.toThrow();
    engine.thaw();
    expect(String(await engine.docker.ping())).toBe('OK');
  });

  test.each([false, true])('can be halted (kill: %s) and started again with their data', async (kill) => {
    const engine = await start();
    await engine.docker.createVolume({ Name: 'kept' });
    await engine.halt({ kill });
    await expect(hasty(engine).ping()).rejects.toMatchObject({ code: kill ? 'ECONNREFUSED' : 'ENOENT' });
    await engine.resume();
    expect((await engine.docker.getVolume('kept').inspect()).Name).toBe('kept');
  });

  test('of a killed process are cleared away by the next one', async () => {
    // What a test run leaves that is broken off: a process that starts an engine and waits.
    const script = `import { startPrivateEngine } from '${import.meta.dirname}/private-engine.ts';
      console.log((await startPrivateEngine()).folder);
      setInterval(() => {}, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const folder = said.toString().trim();
    const daemon = Number(await readFile(join(folder, 'pid'), 'utf8'));
    expect(startTicks(daemon)).not.toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    // Whoever starts next clears away; here it is we, or another test at the same time.
    const slot = await takeSlot();
    expect(startTicks(daemon)).toBeNull();
    await giveBack(slot);
  });

  test('start in a place whose bridge somebody has left behind', async () => {
    const slot = await takeSlot();
    const bridges = () => run('ip', ['-o', 'link', 'show', 'type', 'bridge']);
    // A start that is killed between its first two commands: a bridge without an address.
    if (!(await bridges()).includes(`${slot.bridge}:`)) await run('ip', ['link', 'add', slot.bridge, 'type', 'bridge']);
    await giveBack(slot);
    const engine = await start();
    expect(String(await engine.docker.ping())).toBe('OK');
    await engine.stop();
    if (engine.folder === slot.folder) expect(await bridges()).not.toContain(`${slot.bridge}:`);
  });
});
