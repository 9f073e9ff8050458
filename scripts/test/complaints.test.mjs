import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';
import { complaintsIn, complaintsOf, playwrightComplaints, vitestComplaints } from './complaints.mjs';

test('a unit test that failed, one that passed when run again, and a file that could not be loaded', () => {
  const one = (status, fullName, ...failureMessages) => ({ status, fullName, failureMessages });
  const testResults = [
    {
      name: inRoot('src-main/a.test.ts'),
      message: '',
      assertionResults: [
        one('passed', 'good'),
        one('failed', 'a bad one', '\u001b[31mAssertionError: 1 is not 2\u001b[39m\n  at a.ts'),
        one('passed', 'a shaky one', 'Error: not yet'),
      ],
    },
    { name: inRoot('src-main/b.test.ts'), message: 'SyntaxError: no', assertionResults: [] },
  ];
  expect(vitestComplaints({ testResults })).toEqual([
    'failed: src-main/a.test.ts: a bad one: AssertionError: 1 is not 2',
    'only the second time: src-main/a.test.ts: a shaky one: Error: not yet',
    'failed: src-main/b.test.ts: SyntaxError: no',
  ]);
});

test('the same of the end-to-end tests, however deep they lie', () => {
  const spec = (title, status, message) => ({
    file: 'a.spec.ts',
    title,
    tests: [{ status, results: [{ status: 'failed', error: { message } }] }],
  });
  const suites = [
    { specs: [spec('good', 'expected')], suites: [{ specs: [spec('bad', 'unexpected', 'Error: x\ny')] }] },
    { specs: [spec('shaky', 'flaky', 'Error: z')] },
  ];
  expect(playwrightComplaints({ suites, errors: [{ message: 'no screen' }] })).toEqual([
    'failed: a.spec.ts: bad: Error: x',
    'only the second time: a.spec.ts: shaky: Error: z',
    'failed: outside of the tests: no screen',
  ]);
});

test('they are found again in what a run printed, and a run without a report has none', () => {
  expect(complaintsIn('x\nfailed: a\n  failed: b\nonly the second time: c\n1 passed')).toEqual([
    'failed: a',
    'only the second time: c',
  ]);
  expect(complaintsOf(inRoot('no', 'such', 'report.json'), vitestComplaints, 0)).toEqual([]);
});

test('a runner that failed without a failed test is told of', async () => {
  const report = join(await mkdtemp(join(tmpdir(), 'complaints-')), 'report.json');
  await writeFile(report, '{}');
  const saying = (...lines) => complaintsOf(report, () => lines, 1);
  expect(saying('only the second time: a')).toEqual([
    'only the second time: a',
    expect.stringMatching(/^failed: outside/),
  ]);
  expect(saying('failed: b')).toEqual(['failed: b']);
  await rm(dirname(report), { recursive: true });
});
