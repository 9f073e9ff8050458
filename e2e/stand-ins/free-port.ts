import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that nothing holds now. Two calls in one process never give the same one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await openAndClose();
    if (!given.has(port)) {
      given.add(port);
      return port;
    }
  }
}

const given = new Set<number>();

function openAndClose(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}
