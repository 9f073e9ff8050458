import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A pixel of the screen and the colour it is to have, as one number of its three bytes. */
export interface Probe {
  readonly x: number;
  readonly y: number;
  readonly color: number;
}

/** A virtual screen whose pixels can be read from outside, so that whoever paints on it is not disturbed. */
export interface Screen {
  /** For DISPLAY. */
  readonly display: string;
  /** All pixels of a strong colour, which are lamps, avatars and the empty window, not texts or lines. */
  strongPixels(): Probe[];
  /** True where all of these pixels have their colours now, but for one in a hundred. */
  shows(probes: readonly Probe[]): boolean;
  end(): Promise<void>;
}

const width = 1440;
const height = 900;

/** Starts Xvfb with its pixels in a file below `folder` (its option -fbdir). */
export async function startScreen(folder: string): Promise<Screen> {
  const args = ['-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-fbdir', folder];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const display = `:${await firstLine(server)}`;
  const file = openSync(join(folder, 'Xvfb_screen0'), 'r');
  const { start, lineLength } = layoutOf(readFileSync(join(folder, 'Xvfb_screen0')));

  function line(y: number): Buffer {
    const bytes = Buffer.alloc(lineLength);
    readSync(file, bytes, 0, lineLength, start + y * lineLength);
    return bytes;
  }
  return {
    display,
    strongPixels() {
      return Array.from({ length: height }, (_, y) => strongIn(line(y), y)).flat();
    },
    shows(probes) {
      const lines = new Map<number, Buffer>();
      let wrong = 0;
      for (const { x, y, color } of probes) {
        const bytes = lines.get(y) ?? line(y);
        lines.set(y, bytes);
        if (bytes.readUIntLE(x * 4, 3) !== color) wrong += 1;
      }
      return wrong * 100 <= probes.length;
    },
    async end() {
      closeSync(file);
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Where the pixels are in an XWD file (X11/XWDFile.h): a header of big-endian 32-bit words, the first being its length, the
 * 13th the bytes of a line, the 20th the number of colours of 12 bytes each that come before the pixels.
 */
function layoutOf(file: Buffer): { start: number; lineLength: number } {
  const word = (index: number) => file.readUInt32BE(index * 4);
  return { start: word(0) + word(19) * 12, lineLength: word(12) };
}

function strongIn(bytes: Buffer, y: number): Probe[] {
  const found: Probe[] = [];
  for (let x = 0; x < width; x += 1) {
    const parts = [bytes[x * 4] ?? 0, bytes[x * 4 + 1] ?? 0, bytes[x * 4 + 2] ?? 0];
    if (Math.max(...parts) - Math.min(...parts) > 60) found.push({ x, y, color: bytes.readUIntLE(x * 4, 3) });
  }
  return found;
}

/** Waits until the picture does not change any more: its strong pixels are there and the same for a second. */
export async function settledPicture(screen: Screen): Promise<Probe[]> {
  let last = '';
  let since = performance.now();
  for (;;) {
    const pixels = screen.strongPixels();
    const text = JSON.stringify(pixels);
    if (text !== last) {
      last = text;
      since = performance.now();
    } else if (pixels.length > 0 && performance.now() - since > 1000) return pixels;
    await pause(50);
  }
}

async function firstLine(server: ChildProcess): Promise<string> {
  let said = '';
  const ended = once(server, 'exit').then(() => Promise.reject(new Error('Xvfb ended at once.')));
  const failed = once(server, 'error').then(([cause]) => Promise.reject(cause));
  const spoken = (async () => {
    for await (const chunk of server.stdout ?? []) {
      said += chunk;
      if (said.includes('\n')) return said.split('\n')[0] ?? '';
    }
    return '';
  })();
  return Promise.race([spoken, ended, failed]);
}
