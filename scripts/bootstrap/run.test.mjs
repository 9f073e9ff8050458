import { expect, test } from 'vitest';
import { Stop } from './console.mjs';
import { capture, foreground, mustRun, passSignals } from './run.mjs';

const node = (program) => [process.execPath, ['-e', program]];

test('captures both streams and the exit code', async () => {
  const { code, output } = await capture(...node("console.log('out'); console.error('err'); process.exitCode = 3"));
  expect(code).toBe(3);
  expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('a program that is not there is a code, not an exception', async () => {
  expect((await capture('no-such-program-here', [])).code).toBe(127);
});

test('a failure that must not be stops with what the program said', async () => {
  await expect(mustRun(...node("console.log('the reason'); process.exit(2)"))).rejects.toThrow('the reason');
  await expect(mustRun(...node('process.exit(2)'))).rejects.toBeInstanceOf(Stop);
});

test('the exit code is passed through, a signal as the shell says it', async () => {
  expect(await foreground(...node('process.exit(7)'))).toBe(7);
  expect(await foreground(...node("process.kill(process.pid, 'SIGKILL')"))).toBe(137);
});

test('one press of Ctrl+C that arrives twice is passed on once, a later one again', () => {
  const sent = [];
  let time = 0;
  const pass = passSignals(
    (signal) => sent.push(signal),
    false,
    () => time,
  );
  pass('SIGINT');
  time = 20;
  pass('SIGINT');
  expect(sent).toEqual(['SIGINT']);
  time = 2000;
  pass('SIGINT');
  expect(sent).toEqual(['SIGINT', 'SIGINT']);
});

test('what the terminal tells the child itself is not repeated', () => {
  const sent = [];
  const pass = passSignals((signal) => sent.push(signal), true);
  pass('SIGINT');
  pass('SIGTERM');
  expect(sent).toEqual(['SIGTERM']);
});
