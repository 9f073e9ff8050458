import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';

/** Each file breaks the rule it is named with, and that one alone. */
const violations = [
  ['no-cycles', 'src-main/home/turn-a.ts', "import type { B } from './turn-b.ts';\nexport type A = B | 1;"],
  ['imports-lead-somewhere', 'src-main/home/lost.ts', "import '../lib/nowhere.ts';"],
  ['packages-are-declared', 'src-main/home/undeclared.ts', "import 'undeclared';"],
  [
    'product-knows-no-tests',
    'src-main/home/tested.ts',
    "import type { X } from '../../e2e/drive.ts';\nexport type Y = X;",
  ],
  ['shared-stands-alone', 'src-shared/reads-files.ts', "import 'node:fs';"],
  ['electron-in-its-rim', 'src-main/home/windows.ts', "import { app } from 'electron';\napp.quit();"],
  ['rims-stay-outside', 'src-main/boot.ts', "import './electron/tray.ts';"],
  ['rims-are-ends', 'src-main/cli/tray-command.ts', "import '../electron/tray.ts';"],
  ['features-never-meet', 'src-main/home/nosy.ts', "import type { U } from '../users/index.ts';\nexport type V = U;"],
  ['rims-go-through-app', 'src-main/cli/short-cut.ts', "import '../users/index.ts';"],
  ['lib-knows-no-feature', 'src-main/lib/knowing.ts', "import '../users/index.ts';"],
  ['formats-are-pure', 'src-main/formats/reads-files.ts', "import 'node:fs';"],
  ['ports-are-types', 'src-main/dispatch.ts', "import './users/index.ts';"],
  ['page-knows-no-main', 'src-renderer/lib/reach.ts', "import '../../src-main/lib/plain.ts';"],
  ['page-knows-no-node', 'src-renderer/lib/node.ts', "import 'node:path';"],
  [
    'pages-never-meet',
    'src-renderer/pages/home/HomePage.tsx',
    "import { P } from '../users/P.tsx';\nexport const H = () => <P />;",
  ],
  ['stores-below-pages', 'src-renderer/stores/home.ts', "import './users.ts';"],
  ['ui-knows-no-app', 'src-renderer/ui/UserButton.tsx', "import '../stores/users.ts';"],
  ['lib-below-all', 'src-renderer/lib/asks.ts', "import '../api.ts';"],
  ['tests-from-outside', 'e2e/inside.spec.ts', "import '../src-main/lib/plain.ts';"],
];

/** What is allowed and must stay silent. */
const allowed = [
  ['src-shared/plain.ts', "import * as z from 'zod';\nexport const plain = z;"],
  ['src-shared/plain.test.ts', "import 'node:fs';\nimport './plain.ts';"],
  ['src-main/home/turn-b.ts', "import type { A } from './turn-a.ts';\nexport type B = A | 2;"],
  [
    'src-main/home/index.ts',
    "import '../lib/plain.ts';\nimport '../formats/plain.ts';\nimport '../ports.ts';\nimport 'node:fs';",
  ],
  ['src-main/users/index.ts', 'export type U = 1;'],
  ['src-main/app.ts', "import './home/index.ts';\nimport './users/index.ts';"],
  ['src-main/ports.ts', "import '../src-shared/plain.ts';"],
  ['src-main/lib/plain.ts', "import '../ports.ts';\nimport 'node:fs';"],
  ['src-main/formats/plain.ts', "import 'zod';"],
  ['src-main/electron/tray.ts', "import 'electron';\nimport '../app.ts';"],
  ['src-main/cli/main.ts', "import '../app.ts';"],
  ['src-renderer/api.ts', "import '../src-shared/plain.ts';"],
  ['src-renderer/stores/users.ts', "import '../api.ts';"],
  ['src-renderer/pages/users/P.tsx', "import '../../stores/users.ts';\nexport const P = () => <b />;"],
  ['e2e/drive.ts', "import type { U } from '../src-main/users/index.ts';\nexport type X = U;"],
];

const packages = [
  ['package.json', '{ "name": "sample", "dependencies": { "zod": "1" } }'],
  ['node_modules/zod/package.json', '{ "name": "zod", "version": "1.0.0", "main": "index.js" }'],
  ['node_modules/zod/index.js', ''],
  ['node_modules/undeclared/package.json', '{ "name": "undeclared", "version": "1.0.0", "main": "index.js" }'],
  ['node_modules/undeclared/index.js', ''],
];

let folder = '';
/** Rule names by the file that breaks them. */
let found = new Map();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
  const files = [...packages, ...allowed, ...violations.map(([, path, content]) => [path, content])];
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${content}\n`);
  }
  found = await cruise();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function cruise() {
  const args = ['--import', inRoot('scripts/layers/compiler.mjs')];
  args.push(inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'));
  args.push('--config', inRoot('.dependency-cruiser.cjs'), '--output-type', 'json');
  args.push('src-shared', 'src-main', 'src-renderer', 'e2e');
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1e8 });
  const { stdout } = await run.catch((error) => error);
  const byFile = new Map();
  for (const { rule, from } of JSON.parse(stdout).summary.violations) {
    byFile.set(from, new Set([...(byFile.get(from) ?? []), rule.name]));
  }
  return byFile;
}

test.each(violations)('%s is caught in %s', (name, path) => {
  expect([...(found.get(path) ?? [])]).toEqual([name]);
});

test('every rule is proved here', async () => {
  const { default: config } = await import('../../.dependency-cruiser.cjs');
  expect(config.forbidden.map(({ name }) => name).sort()).toEqual(violations.map(([name]) => name).sort());
});

test('what is allowed stays silent', () => {
  const loud = allowed.map(([path]) => path).filter((path) => found.has(path));
  // The other half of the cycle is reported too, from its own side.
  expect(loud.filter((path) => path !== 'src-main/home/turn-b.ts')).toEqual([]);
});
