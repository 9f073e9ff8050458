import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listenersOf, processOnPort } from './port-process.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:2595 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:2595 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4713 1
`;

test('only sockets that listen on the port count', () => {
  expect(listenersOf(table, 9621)).toEqual(['4711']);
  expect(listenersOf(table, 80)).toEqual(['4713']);
  expect(listenersOf(table, 81)).toEqual([]);
});

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test.runIf(process.platform === 'linux')('a process that listens is found with its id', async () => {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect((await processOnPort(port))?.pid).toBe(process.pid);
});

test('nobody is found where there is no /proc', async () => {
  expect(await processOnPort(9621, '/nowhere')).toBeNull();
});
