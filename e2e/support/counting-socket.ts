import { connect, createServer, type Socket } from 'node:net';

/** A socket in front of an engine's own that knows which answers go on. */
export interface CountingSocket {
  readonly dockerHost: string;
  /** How many logs and figures are being read now. */
  reading(): number;
  end(): Promise<void>;
}

const asked = /^GET \S*\/containers\/[^/ ]+\/(?:logs\?\S*follow=1|stats\?)/m;

/** Opens it at a path. */
export async function openCountingSocket(path: string, engineSocket: string): Promise<CountingSocket> {
  const all = new Set<Socket>();
  const reading = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(engineSocket);
    all.add(client);
    client.on('data', (bytes) => {
      if (asked.test(bytes.toString('latin1'))) reading.add(client);
    });
    client.on('close', () => {
      all.delete(client);
      reading.delete(client);
      engine.destroy();
    });
    engine.on('close', () => client.destroy());
    for (const socket of [client, engine]) socket.on('error', () => undefined);
    client.pipe(engine).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    dockerHost: `unix://${path}`,
    reading: () => reading.size,
    async end() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of all) socket.destroy();
      await closed;
    },
  };
}
