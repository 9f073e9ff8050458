import { once } from 'node:events';
import type Docker from 'dockerode';

/** How fast lines are written, and how many. */
export interface Flood {
  readonly lines: number;
  readonly perSecond: number;
}

/** The text of a numbered line; it has no other line's text in it. */
export function floodLine(number: number): string {
  return `INFO: flood ${String(number).padStart(7, '0')} ${'abcdefghij'.repeat(4)} end`;
}

/**
 * Writes beside the main program of a container, into its own output: in pieces that a pipe takes whole, so that no line of
 * another is written into the midst of one.
 */
const program = `
import os, sys, time
lines, rate, words = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
out = os.open('/proc/1/fd/1', os.O_WRONLY)
piece, begin = [], time.monotonic()
def send():
    os.write(out, ''.join(piece).encode())
    piece.clear()
size = 0
for number in range(lines):
    line = words % number + '\\n'
    if size + len(line.encode()) > 4000:
        send()
        size = 0
        ahead = begin + number / rate - time.monotonic()
        if ahead > 0.002:
            time.sleep(ahead)
    piece.append(line)
    size += len(line.encode())
send()
print(time.monotonic() - begin)
`;

/** Lets a container write numbered lines to its log. @returns the seconds that it took to write them */
export async function writeFlood(docker: Docker, container: string, { lines, perSecond }: Flood): Promise<number> {
  const words = floodLine(0).replace('0000000', '%07d');
  return Number(await inContainer(docker, container, ['python3', '-c', program, `${lines}`, `${perSecond}`, words]));
}

/** Lets a container write one line to its log. */
export async function writeLine(docker: Docker, container: string, line: string): Promise<void> {
  await inContainer(docker, container, [
    'python3',
    '-c',
    'import sys; open("/proc/1/fd/1", "w").write(sys.argv[1] + "\\n")',
    line,
  ]);
}

async function inContainer(docker: Docker, container: string, command: readonly string[]): Promise<string> {
  const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true };
  const exec = await docker.getContainer(container).exec(options);
  const stream = await exec.start({ Tty: true });
  let said = '';
  stream.on('data', (chunk) => {
    said += chunk;
  });
  await once(stream, 'end');
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`${command[0]} ended with ${ExitCode} in ${container}: ${said}`);
  return said.trim();
}
