import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from './fixtures.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { commandLine } from './support/command-line.ts';

test('Ctrl+C ends the wait for a service that does not answer', async ({ home, environment, containers }) => {
  await setFaults(home.dataRoot, 'anna', 'knowledge', { health: 'never' });
  const env = { ...environment, PERSAG_SERVICE_TIMEOUT: '120' };
  const child = spawn(process.execPath, [commandLine, 'services', 'start', 'knowledge', '--json'], { env });
  let answer = '';
  child.stdout.on('data', (text) => {
    answer += text;
  });
  const ended = once(child, 'close');
  await waitFor('the container to run', 30_000, async () => (await containers.all()).length > 0);
  const interrupted = performance.now();
  child.kill('SIGINT');
  await ended;
  expect(performance.now() - interrupted).toBeLessThan(20_000);
  expect(child.exitCode).toBe(1);
  expect(JSON.parse(answer)).toMatchObject({ error: { code: 'docker/interrupted' } });
});
