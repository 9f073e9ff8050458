import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { isListenedAt, listensIn } from './port-listening.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2595 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
   1: 0100007F:2596 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
   2: 0100000A:2597 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1
   3: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714 1
`;

test.each([
  ['127.0.0.1', 9621, true],
  ['', 9621, true],
  ['10.0.0.1', 9621, false],
  ['127.0.0.1', 9622, false],
  ['127.0.0.1', 9623, false],
  ['10.0.0.1', 9623, true],
  ['127.0.0.1', 80, true],
])('who wants %s:%i finds a listener in the table: %s', (address, port, expected) => {
  expect(listensIn(table, { address, port })).toBe(expected);
});

test.each([process.platform, 'darwin'] as const)(
  'a real listener is seen, and missed when it is gone (%s)',
  async (on) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    for (const where of ['', '127.0.0.1']) expect(await isListenedAt({ address: where, port }, on)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isListenedAt({ address: '', port }, on)).toBe(false);
  },
);
