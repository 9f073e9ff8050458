import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { leanStore } from '../../vite.lean-store.ts';
import { inRoot } from '../bootstrap/paths.mjs';

const plugin = leanStore();
const conf = inRoot('node_modules', 'conf', 'dist', 'source', 'index.js');

test.each(['ajv/dist/2020.js', 'ajv-formats', 'semver'])('the locked conf loads %s, and the bundle does not', (id) => {
  expect(readFileSync(conf, 'utf8')).toContain(`from '${id}';`);
  const resolved = plugin.resolveId(id, conf);
  expect(plugin.load(resolved)).toMatch(/^export (default|const Ajv2020 =) undefined;$/);
});

test('everybody else gets the real package', () => {
  expect(plugin.resolveId('semver', inRoot('src-main', 'electron', 'main.ts'))).toBeNull();
  expect(plugin.resolveId('semver', undefined)).toBeNull();
  expect(plugin.resolveId('atomically', conf)).toBeNull();
});
