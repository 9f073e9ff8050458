import { execFile } from 'node:child_process';
import type { PortHolder } from '../../src-shared/port-holder.ts';
import { readExcludedRanges, readListenersOfLsof, readListenersOfNetstat, readTasklist } from './port-listings.ts';
import { type PortProcess, processOnPort } from './port-process.ts';

/** Runs a program of the system and answers with what it prints; empty where it cannot be run. */
export type RunProgram = (program: string, words: readonly string[]) => Promise<string>;

/** How long such a program may take, in milliseconds. */
const programLimitMs = 5000;

/** What engines and their machines put between a port and its container. */
const engineProcess =
  /^(docker-proxy|rootlessport|rootlesskit|conmon|slirp4netns|pasta|gvproxy|vpnkit|com\.docker|OrbStack|limactl|wslrelay)/i;

/**
 * Who listens at a TCP port of this computer: by /proc on Linux, lsof on macOS, netstat and tasklist on Windows, where the
 * system may also keep a port without listening. What cannot be seen is `unknown`, with the command that tells it.
 */
export async function holderOnPort(
  port: number,
  platform: NodeJS.Platform,
  run: RunProgram = runProgram,
): Promise<PortHolder> {
  const found = await listener(port, platform, run);
  if (found !== null) return { kind: engineProcess.test(found.name) ? 'engine' : 'process', ...found };
  const range = platform === 'win32' ? await excludedRange(port, run) : null;
  return range === null ? { kind: 'unknown', command: findCommand(port, platform) } : { kind: 'reserved', ...range };
}

/** The range that Windows keeps for itself and that has this port, null where none has. */
export async function excludedRange(
  port: number,
  run: RunProgram = runProgram,
): Promise<{ readonly from: number; readonly to: number } | null> {
  const text = await run('netsh', ['interface', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp']);
  return readExcludedRanges(text).find(({ from, to }) => from <= port && port <= to) ?? null;
}

async function listener(port: number, platform: NodeJS.Platform, run: RunProgram): Promise<PortProcess | null> {
  if (platform === 'linux') return processOnPort(port);
  if (platform === 'win32') {
    const pid = readListenersOfNetstat(await run('netstat', ['-ano', '-p', 'TCP']), port)[0];
    if (pid === undefined) return null;
    const name = readTasklist(await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']), pid);
    return { pid, name: name ?? 'a program' };
  }
  const lines = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpcn']);
  return readListenersOfLsof(lines, port)[0] ?? null;
}

function findCommand(port: number, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `netstat -ano | findstr :${port}`;
  if (platform === 'darwin') return `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`;
  return `sudo ss -ltnp 'sport = :${port}'`;
}

function runProgram(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: programLimitMs, windowsHide: true, maxBuffer: 16 * 1024 * 1024 };
    // lsof ends with 1 where it finds nothing, and with what it could read in any case.
    execFile(program, [...words], options, (_cause, stdout) => resolve(stdout));
  });
}
