import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What happens to a request that a fault is for. */
export interface WireFault {
  /** Done before the request goes on to the engine: the moment between a check and what was checked for. */
  before?(): Promise<unknown>;
  /** Breaks the connection off after so many bytes of the answer. */
  readonly cutAfter?: number;
}

/** A socket between the app and a real engine that passes everything on, and does what a test tells it to. */
export interface Wire {
  readonly dockerHost: string;
  /** Method and path of every request, without the version and what is asked. */
  readonly requests: readonly string[];
  /** The next request that matches, as `POST /containers/x/start`, has this fault; once. */
  fault(match: RegExp, fault: WireFault): void;
  /** Takes connections and passes nothing on, either way, until it is told otherwise. */
  hang(on: boolean): void;
  /** Breaks off every connection that is open now. */
  reset(): void;
  /** Puts bytes into every open event stream, as a piece of its own. */
  inject(text: string): void;
  /** Puts bytes into every open event stream and breaks it off behind them, in the middle of a frame. */
  tear(text: string): void;
  end(): Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly engine: Socket;
  /** Bytes of the answer that may still come through, null for all. */
  left: number | null;
  isEvents: boolean;
}

/** Opens a wire to an engine's socket. */
export async function openWire(engineSocket: string): Promise<Wire> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-wire-'));
  const path = join(folder, 'docker.sock');
  const lines = new Set<Line>();
  const traffic = createTraffic((line) => lines.delete(line));
  const server = createServer((client) => {
    const line: Line = { client, engine: connect(engineSocket), left: null, isEvents: false };
    lines.add(line);
    traffic.carry(line);
  });
  await new Promise<void>((resolve) => server.listen(path, () => resolve()));
  const events = () => [...lines].filter(({ isEvents }) => isEvents);
  return {
    dockerHost: `unix://${path}`,
    requests: traffic.requests,
    fault: traffic.fault,
    hang: traffic.hang,
    reset() {
      for (const line of [...lines]) traffic.close(line);
    },
    inject(text) {
      for (const { client } of events()) client.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
    },
    tear(text) {
      for (const line of events()) {
        // More is promised than comes.
        line.client.write(`${(Buffer.byteLength(text) + 100).toString(16)}\r\n${text}`);
        traffic.close(line);
      }
    },
    async end() {
      for (const line of [...lines]) traffic.close(line);
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Traffic extends Pick<Wire, 'requests' | 'fault' | 'hang'> {
  /** Passes on what comes from either end until the line is closed. */
  carry(line: Line): void;
  close(line: Line): void;
}

function createTraffic(onClose: (line: Line) => void): Traffic {
  const requests: string[] = [];
  const faults: { readonly match: RegExp; readonly fault: WireFault }[] = [];
  let hanging = false;
  let released: (() => void)[] = [];
  const passing = () => (hanging ? new Promise<void>((resolve) => released.push(resolve)) : Promise.resolve());

  /** The fault that is due for what a client has just written, if that begins a request. */
  function note(bytes: Buffer, line: Line): WireFault | null {
    const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(bytes.toString('latin1')) ?? [];
    if (method === undefined || url === undefined) return null;
    const asked = `${method} ${url.replace(/^\/v[\d.]+/, '').split('?')[0]}`;
    requests.push(asked);
    line.isEvents = asked === 'GET /events';
    const index = faults.findIndex(({ match }) => match.test(asked));
    return index === -1 ? null : (faults.splice(index, 1)[0]?.fault ?? null);
  }

  async function forward(bytes: Buffer, line: Line): Promise<void> {
    const fault = note(bytes, line);
    await passing();
    await fault?.before?.();
    if (fault?.cutAfter !== undefined) line.left = fault.cutAfter;
    line.engine.write(bytes);
  }

  function back(bytes: Buffer, line: Line): void {
    if (line.left === null) return void line.client.write(bytes);
    line.client.write(bytes.subarray(0, line.left));
    line.left -= bytes.length;
    if (line.left <= 0) close(line);
  }

  function close(line: Line): void {
    onClose(line);
    line.client.destroySoon();
    line.engine.destroy();
  }

  return {
    requests,
    fault: (match, fault) => void faults.push({ match, fault }),
    hang(on) {
      hanging = on;
      if (on) return;
      for (const release of released) release();
      released = [];
    },
    carry(line) {
      let turn = Promise.resolve();
      line.client.on('data', (bytes) => {
        turn = turn.then(() => forward(bytes, line));
      });
      line.engine.on('data', (bytes) => void passing().then(() => back(bytes, line)));
      for (const socket of [line.client, line.engine]) {
        socket.on('error', () => close(line));
        socket.on('close', () => close(line));
      }
    },
    close,
  };
}
