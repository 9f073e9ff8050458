import { expect, test } from 'vitest';
import { connectionFault, isNetworkGone, refusalFault, saidBy } from './engine-fault.ts';

const refused = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) x - ${message} `), { statusCode, json: { message } });
const context = { what: 'start Knowledge', container: 'lightrag_pagent', image: 'some/image:1' };

test.each([
  ['ENOENT', 'docker/not-found'],
  ['EACCES', 'docker/no-permission'],
  ['EPERM', 'docker/no-permission'],
  ['ECONNREFUSED', 'docker/unreachable'],
  ['ECONNRESET', 'docker/unreachable'],
  ['ENOTFOUND', 'docker/unreachable'],
])('%s is %s', (code, expected) => {
  expect(connectionFault(Object.assign(new Error('x'), { code }), 'unix:///x')?.code).toBe(expected);
});

test('what is no failed connection is left to others', () => {
  expect(connectionFault(new Error('x'), 'unix:///x')).toBeNull();
});

test.each([
  [404, 'No such image: some/image:1', 'docker/image-missing'],
  [404, 'some/image:1: image not known', 'docker/image-missing'],
  [409, 'Conflict. The container name "/lightrag_pagent" is already in use by container "1"', 'docker/name-taken'],
  [400, 'invalid mount config for type "bind": bind source path does not exist: /x', 'docker/mount-refused'],
  [500, 'Mounts denied: The path /rag_storage is not shared from the host', 'docker/mount-refused'],
  [500, 'Range of CPUs is from 0.01 to 1.00, as there are only 1 CPUs available', 'docker/refused'],
])('%i %s', (status, message, code) => {
  const fault = refusalFault(refused(status, message), context);
  expect(fault.code).toBe(code);
});

test('the missing image is named, with the command that gets it', () => {
  const fault = refusalFault(refused(404, 'No such image: x'), context);
  expect(fault.message).toContain('some/image:1');
  expect(fault.hint).toContain('docker pull some/image:1');
});

test("the engine's words come without the client's frame", () => {
  expect(saidBy(refused(500, 'oops'))).toBe('oops');
  expect(saidBy(new Error('(HTTP code 500) server error - oops '))).toBe('oops');
});

test.each([
  ['network 1a2b not found', true],
  ['could not find a network matching network mode x', true],
  ['No such container: x', false],
])('%s: the network is gone: %s', (message, gone) => {
  expect(isNetworkGone(refused(404, message))).toBe(gone);
  expect(isNetworkGone(refusalFault(refused(404, message), context))).toBe(gone);
});
