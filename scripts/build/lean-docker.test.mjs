import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { leanDocker } from '../../vite.lean-docker.ts';
import { inRoot } from '../bootstrap/paths.mjs';

const plugin = leanDocker();
const transform = (code, id) =>
  plugin.transform.call(
    {
      error: (message) => {
        throw new Error(message);
      },
    },
    code,
    id,
  );
const shipped = (path) => [readFileSync(inRoot('node_modules', path), 'utf8'), inRoot('node_modules', path)];

test.each([
  'dockerode/lib/docker.js',
  'dockerode/lib/util.js',
  'docker-modem/lib/modem.js',
  'docker-modem/lib/http.js',
])('the lines to change are in the locked %s', (path) => {
  const [code, id] = shipped(path);
  const lean = transform(code, id);
  expect(lean).not.toBe(code);
  expect(lean).not.toMatch(/require\('(\.\/session|\.\/buildkit|tar-fs|zlib|\.\/ssh)'\)/);
});

test('other files are left alone', () => {
  expect(transform('anything', '/x/other.js')).toBeNull();
});

test('a version whose lines are different fails the build', () => {
  expect(() => transform('something else', '/x/dockerode/lib/docker.js')).toThrow('no longer contains');
});
