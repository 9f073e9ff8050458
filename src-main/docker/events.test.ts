import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { concerns, type EngineEvent, followEvents, isTelling, readEvent } from './events.ts';
import { sampleFiles } from './testing/samples.ts';

test('events of old and new engines say the same', () => {
  const old = { status: 'health_status: healthy', id: 'x', Type: 'container', Action: 'health_status: healthy' };
  const actor = { Actor: { ID: 'x', Attributes: { name: 'lightrag_pagent' } } };
  const expected = { action: 'health_status', attributes: { name: 'lightrag_pagent' } };
  expect(readEvent(JSON.stringify({ ...old, ...actor }))).toEqual(expected);
  expect(readEvent(JSON.stringify({ Type: 'container', Action: 'health_status: healthy', ...actor }))).toEqual(
    expected,
  );
  expect(readEvent(`\u001e${JSON.stringify({ Action: 'die', ...actor })}`)?.action).toBe('die');
});

test.each(['', '  ', '{"Action":', '[1', 'null'])('%j is no event', (line) => {
  expect(readEvent(line)).toBeNull();
});

test('probes and terminals tell nothing, changes do', () => {
  const telling = ['start', 'die', 'rename', 'destroy', 'health_status', 'oom', 'pause', ''];
  const quiet = ['exec_create', 'exec_start', 'exec_die', 'top', 'attach', 'resize'];
  expect(telling.filter((action) => !isTelling({ action, attributes: {} }))).toEqual([]);
  expect(quiet.filter((action) => isTelling({ action, attributes: {} }))).toEqual([]);
});

test('only events of the services concern the app, and those that name nobody', () => {
  const about = (attributes: Record<string, string>) => concerns({ action: 'die', attributes }, [sampleFiles()]);
  expect(about({})).toBe(true);
  expect(about({ name: 'lightrag_pagent' })).toBe(true);
  expect(about({ name: 'lightrag_pagent.persag-kept' })).toBe(true);
  expect(about({ name: 'other', 'app.persag.service': 'knowledge' })).toBe(true);
  expect(about({ name: 'other' })).toBe(false);
  expect(about({ name: 'other', 'com.docker.compose.project': 'shop' })).toBe(false);
});

test('a stream cut anywhere gives whole events, and its end is told', async () => {
  const text = [{ Action: 'die' }, { Action: 'exec_start: ü' }, { Action: 'start' }].map((one) => JSON.stringify(one));
  const bytes = Buffer.from(`${text.join('\n')}\n{"half":`);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const stream = new PassThrough();
    const heard: EngineEvent[] = [];
    const following = followEvents(stream, (event) => heard.push(event));
    stream.write(bytes.subarray(0, cut));
    stream.end(bytes.subarray(cut));
    await following;
    expect(heard.map(({ action }) => action)).toEqual(['die', 'start']);
  }
});

test('a stream that breaks ends as well', async () => {
  const stream = new PassThrough();
  const following = followEvents(stream, () => {});
  stream.destroy(new Error('reset'));
  await following;
});
