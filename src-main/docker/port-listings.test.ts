import { expect, test } from 'vitest';
import { holderOnPort } from './port-holder.ts';
import { readExcludedRanges, readListenersOfLsof, readListenersOfNetstat, readTasklist } from './port-listings.ts';

const lsof = `p4711
cpython3.1
f3
n127.0.0.1:9621
p812
ccom.docker.backend
f181
n*:9622
f182
n*:9623
p900
cGoogle\\x20Chrome
f9
n[::1]:9621
`.replaceAll('\\\\', '\\');

test('lsof names processes with all their addresses', () => {
  expect(readListenersOfLsof(lsof, 9621)).toEqual([
    { pid: 4711, name: 'python3.1' },
    { pid: 900, name: 'Google Chrome' },
  ]);
  expect(readListenersOfLsof(lsof, 9623)).toEqual([{ pid: 812, name: 'com.docker.backend' }]);
  expect(readListenersOfLsof(lsof, 962)).toEqual([]);
  expect(readListenersOfLsof('', 9621)).toEqual([]);
});

const netstat = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1208
  TCP    127.0.0.1:9621         0.0.0.0:0              LISTENING       4711
  TCP    127.0.0.1:9621         127.0.0.1:52011        ESTABLISHED     4711
  TCP    127.0.0.1:52011        127.0.0.1:9621         ESTABLISHED     5000
  TCP    [::]:9621              [::]:0                 LISTENING       4712
  TCP    0.0.0.0:19621          0.0.0.0:0              LISTENING       99
  UDP    0.0.0.0:9621           *:*                                    77
`.replaceAll('\n', '\r\n');

test('netstat names who listens, whatever the word for it is', () => {
  expect(readListenersOfNetstat(netstat, 9621)).toEqual([4711, 4712]);
  expect(readListenersOfNetstat(netstat.replaceAll('LISTENING', 'ABHÖREN'), 135)).toEqual([1208]);
  expect(readListenersOfNetstat(netstat, 52011)).toEqual([]);
});

test('tasklist names a process, or says in its own language that it is gone', () => {
  expect(readTasklist('"python.exe","4711","Console","1","21.504 K"\r\n', 4711)).toBe('python.exe');
  expect(readTasklist('INFO: No tasks are running which match the specified criteria.\r\n', 4711)).toBeNull();
});

const netsh = `
Protocol tcp Port Exclusion Ranges

Start Port    End Port
----------    --------
      5357        5357
      9600        9699
     50000       50059     *

* - Administered port exclusions.
`;

test('netsh names the ranges that nobody can have', () => {
  expect(readExcludedRanges(netsh)).toEqual([
    { from: 5357, to: 5357 },
    { from: 9600, to: 9699 },
    { from: 50000, to: 50059 },
  ]);
});

/** A computer whose programs print this. */
const computer = (said: Record<string, string>) => async (program: string) => said[program] ?? '';

test.each([
  ['darwin', { lsof }, 9621, { kind: 'process', name: 'python3.1', pid: 4711 }],
  ['darwin', { lsof }, 9622, { kind: 'engine', name: 'com.docker.backend', pid: 812 }],
  ['darwin', {}, 9621, { kind: 'unknown', command: 'sudo lsof -nP -iTCP:9621 -sTCP:LISTEN' }],
  ['win32', { netstat, tasklist: '"python.exe","4711",""' }, 9621, { kind: 'process', name: 'python.exe', pid: 4711 }],
  ['win32', { netstat, tasklist: 'INFO' }, 9621, { kind: 'process', name: 'a program', pid: 4711 }],
  ['win32', { netsh }, 9650, { kind: 'reserved', from: 9600, to: 9699 }],
  ['win32', { netsh }, 9700, { kind: 'unknown', command: 'netstat -ano | findstr :9700' }],
] as const)('on %s %j is read for port %i', async (platform, said, port, expected) => {
  expect(await holderOnPort(port, platform, computer(said))).toEqual(expected);
});
