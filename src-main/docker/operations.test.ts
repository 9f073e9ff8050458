import { expect, test } from 'vitest';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createOperations, type Doing } from './operations.ts';
import { codeOf, faultOf } from './testing/code-of.ts';

function gate() {
  const shown = new Map<ServiceName, Doing | null>();
  return { shown, operations: createOperations((name, doing) => shown.set(name, doing)) };
}

function latch() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('what is done is shown while it is done', async () => {
  const { shown, operations } = gate();
  const { open, opened } = latch();
  const run = operations.run('starting', ['knowledge'], () => opened);
  expect(shown.get('knowledge')).toBe('starting');
  open();
  await run;
  expect(shown.get('knowledge')).toBeNull();
});

test('whether a switch holds the services can be asked', () => {
  const { operations } = gate();
  expect(operations.isHeld).toBe(false);
  const release = operations.hold('switching');
  expect(operations.isHeld).toBe(true);
  release();
  expect(operations.isHeld).toBe(false);
});

test('both services are worked on at the same time', async () => {
  const { operations } = gate();
  const { open, opened } = latch();
  const begun: ServiceName[] = [];
  const run = operations.run('starting', ['knowledge', 'memory'], async (name) => {
    begun.push(name);
    await opened;
  });
  expect(begun).toEqual(['knowledge', 'memory']);
  open();
  await run;
});

test('a second operation on the same service is refused, on the other it is not', async () => {
  const { operations } = gate();
  const { open, opened } = latch();
  const run = operations.run('restarting', ['knowledge'], () => opened);
  expect((await faultOf(operations.run('stopping', ['knowledge', 'memory'], async () => {}))).code).toBe(
    'switching/busy',
  );
  await operations.run('stopping', ['memory'], async () => {});
  open();
  await run;
  await operations.run('stopping', ['knowledge'], async () => {});
});

test('while the services are held, all is refused and both show it', async () => {
  const { shown, operations } = gate();
  const release = operations.hold('switching to charlie');
  expect([...shown.values()]).toEqual(['recreating', 'recreating']);
  const fault = await faultOf(operations.run('starting', ['memory'], async () => {}));
  expect(fault.code).toBe('switching/busy');
  expect(fault.message).toContain('switching to charlie');
  expect(codeOf(() => operations.hold('again'))).toBe('switching/busy');
  release();
  release();
  expect([...shown.values()]).toEqual([null, null]);
  await operations.run('starting', ['memory'], async () => {});
});

test('a hold is refused while an operation runs', async () => {
  const { operations } = gate();
  const { open, opened } = latch();
  const run = operations.run('starting', ['memory'], () => opened);
  expect(codeOf(() => operations.hold('switching'))).toBe('switching/busy');
  open();
  await run;
});

test('one failure does not stop the other service, and both are told', async () => {
  const { operations } = gate();
  let memoryDone = false;
  const run = operations.run('starting', ['knowledge', 'memory'], async (name) => {
    if (name === 'knowledge') throw new Fault('docker/port-taken', 'Port taken.', { details: ['a'] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    memoryDone = true;
    throw new Fault('docker/never-healthy', 'No answer.', { details: ['b'] });
  });
  const fault = await faultOf(run);
  expect(memoryDone).toBe(true);
  expect(fault.code).toBe('docker/port-taken');
  expect(fault.message).toMatch(/Port taken.*No answer/);
  expect(fault.details).toEqual(['a', 'b']);
});

test('the end aborts what runs and waits for it', async () => {
  const { operations } = gate();
  let undone = false;
  const run = operations.run('recreating', ['knowledge'], async (_name, signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    undone = true;
    throw signal.reason;
  });
  const fault = faultOf(run);
  await operations.end();
  expect(undone).toBe(true);
  expect((await fault).code).toBe('docker/interrupted');
});
