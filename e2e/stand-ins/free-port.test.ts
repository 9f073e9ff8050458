import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

test('gives ports that can be listened at, each once', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(new Set(ports).size).toBe(20);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await waitFor('the port to be open', 1000, () => server.listening);
  server.close();
});
