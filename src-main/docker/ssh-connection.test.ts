import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endpointOf } from './endpoint-address.ts';
import { ping } from './ping.ts';
import { sshWords } from './ssh-connection.ts';
import { faultOf } from './testing/code-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-ssh-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts a program named ssh in front of all others. */
async function fakeSsh(script: string): Promise<Record<string, string>> {
  await writeFile(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'ssh'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

test('ssh is asked nothing it could ask back, and a host is never taken for an option', () => {
  const words = sshWords({ host: 'box', user: 'me', port: 2222, socketPath: null });
  expect(words).toContain('BatchMode=yes');
  expect(words.slice(words.indexOf('-l'))).toEqual([
    ...['-l', 'me', '-p', '2222', '--', 'box', 'docker', 'system', 'dial-stdio'],
  ]);
  const quoted = sshWords({ host: 'box', user: null, port: null, socketPath: "/a b/it's.sock" });
  expect(quoted.at(-3)).toBe("'unix:///a b/it'\\''s.sock'");
});

test('what ssh says last is the reason', async () => {
  const env = await fakeSsh('echo "Warning: added" >&2; echo "me@box: Permission denied (publickey)." >&2; exit 255');
  const fault = await faultOf(ping(endpointOf('ssh://me@box', null), 3000, env));
  expect(fault.code).toBe('docker/ssh-failed');
  expect(fault.message).toContain('Permission denied (publickey).');
  expect(fault.details).toHaveLength(2);
});

test('a computer without ssh is told so', async () => {
  const fault = await faultOf(ping(endpointOf('ssh://box', null), 3000, { PATH: folder }));
  expect(fault.code).toBe('docker/ssh-failed');
  expect(fault.hint).toContain('OpenSSH');
});

test('a host that says nothing is given up, and its ssh ended', async () => {
  const env = await fakeSsh(`echo $$ > ${folder}/pid; exec sleep 60`);
  const fault = await faultOf(ping(endpointOf('ssh://box', null), 300, env));
  expect(fault.code).toBe('docker/unreachable');
  const pid = Number(await import('node:fs/promises').then(({ readFile }) => readFile(join(folder, 'pid'), 'utf8')));
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('an answer in pieces is read, as from an engine', async () => {
  const head = 'HTTP/1.1 200 OK\\r\\nApi-Version: 1.41\\r\\nServer: Docker/20.10.24 (linux)\\r\\nContent-Length: 2';
  const env = await fakeSsh(`read line; printf '${head}'; sleep 0.1; printf '\\r\\n\\r\\nOK'; cat > /dev/null`);
  expect(await ping(endpointOf('ssh://box', null), 3000, env)).toEqual({ version: '20.10.24', apiVersion: '1.41' });
});
