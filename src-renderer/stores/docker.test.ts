import { expect, it } from 'vitest';
import { someDocker, someService } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { settled } from '../testing/settled.ts';
import { createDockerStore } from './docker.ts';

it('shows what was asked until main answers, and changes nothing by itself', async () => {
  const fake = createFakeApi();
  const store = createDockerStore(fake.api.docker);
  store.getState().connect();
  await settled();
  const before = store.getState().docker;
  const stopping = store.getState().act('stop', ['memory']);
  expect(store.getState().asked).toEqual([{ action: 'stop', services: ['memory'] }]);
  await stopping;
  expect(store.getState().asked).toEqual([]);
  expect(store.getState().docker).toBe(before);
  expect(fake.calls).toEqual([{ name: 'docker.stop', input: { services: ['memory'] } }]);
  const told = someDocker({ services: [someService('memory', { busy: 'stopping' })] });
  fake.tell('docker', told);
  expect(store.getState().docker).toBe(told);
});

it('keeps a failure for the services concerned until it is dismissed or tried again', async () => {
  const fake = createFakeApi();
  fake.refusals.set('docker.start', someError('docker/port-taken', 'Port 9621 is taken.'));
  const store = createDockerStore(fake.api.docker);
  await store.getState().act('start', ['knowledge']);
  await store.getState().act('stop', ['memory']);
  expect(store.getState().failures).toMatchObject([
    { action: 'start', services: ['knowledge'], error: { code: 'docker/port-taken' } },
  ]);
  fake.refusals.clear();
  await store.getState().act('start', ['knowledge', 'memory']);
  expect(store.getState().failures).toEqual([]);
  fake.refusals.set('docker.restart', someError('docker/refused', 'no'));
  await store.getState().act('restart', ['memory']);
  store.getState().dismissFailure(['memory']);
  expect(store.getState().failures).toEqual([]);
});
