import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { changesOf, foreignThings } from './foreign.mjs';

const socket = join(tmpdir(), `persag-foreign-${process.pid}.sock`);
let server;
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve() : server.close(resolve)));
  server = undefined;
  await rm(socket, { force: true });
});

async function engineWith(answers) {
  server = createServer((request, response) => response.end(JSON.stringify(answers[request.url.split('?')[0]] ?? [])));
  await new Promise((resolve) => server.listen(socket, resolve));
}

test('everything that is not of the tests is looked at', async () => {
  await engineWith({
    '/containers/json': [
      { Id: '1', Names: ['/theirs'], Image: 'x', State: 'running', Created: 5, Labels: {} },
      { Id: '2', Names: ['/ours'], Image: 'x', State: 'running', Created: 5, Labels: { 'app.persag.test': 'home' } },
    ],
    '/networks': [{ Id: '3', Name: 'bridge', Created: 'then', Labels: {} }],
    '/images/json': [
      { Id: '4', RepoTags: ['alpine:3', 'persag-stand-in/lightrag:a'] },
      { Id: '5', RepoTags: ['persag-stand-in/lightrag:b'] },
      { Id: '6', RepoTags: null },
    ],
  });
  expect(await foreignThings(socket)).toEqual([
    'container /theirs 1 x running 5',
    'image  6',
    'image alpine:3 4',
    'network bridge 3 then',
  ]);
});

test('without an engine there is nothing to look at', async () => {
  expect(await foreignThings(null)).toBeNull();
});

test('what has gone, come and become another is named', () => {
  expect(changesOf(['a', 'b running'], ['a', 'b exited', 'c'])).toEqual(['- b running', '+ b exited', '+ c']);
  expect(changesOf(['a'], ['a'])).toEqual([]);
});
