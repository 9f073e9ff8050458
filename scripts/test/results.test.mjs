import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { add, parseSumLine, playwrightSum, sumLine, sumOf, vitestSum } from './results.mjs';

const sum = (passed, failed, skipped) => ({ passed, failed, skipped });
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the sum line is written and read back', () => {
  expect(sumLine(sum(12, 0, 3))).toBe('12 passed, 0 failed, 3 skipped');
  expect(parseSumLine('much\nbefore\n12 passed, 0 failed, 3 skipped\n')).toEqual(sum(12, 0, 3));
});

test('only the last line counts, and only alone', () => {
  expect(parseSumLine('1 passed, 0 failed, 0 skipped\nthe end')).toBeNull();
  expect(parseSumLine('unit: 1 passed, 0 failed, 0 skipped')).toBeNull();
  expect(parseSumLine('')).toBeNull();
});

test('sums add up', () => {
  expect(add(sum(1, 2, 3), sum(10, 20, 30))).toEqual(sum(11, 22, 33));
  expect(add()).toEqual(sum(0, 0, 0));
});

test('a unit test file that cannot be loaded counts as a failure', () => {
  const file = (status, ...tests) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });
  const counts = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  const testResults = [file('passed', 'passed'), file('failed', 'passed', 'failed'), file('failed')];
  expect(vitestSum({ ...counts, testResults })).toEqual(sum(5, 2, 2));
});

test('errors outside of tests count as failures, a test that passed when run again does not', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightSum({ stats, errors: [{}] })).toEqual(sum(5, 2, 2));
});

test('a runner that failed without saying so in its report has failed once', async () => {
  const report = join(folder, 'report.json');
  const read = (content) => content;
  expect(sumOf(report, 1, read)).toEqual(sum(0, 1, 0));
  await writeFile(report, JSON.stringify(sum(3, 0, 0)));
  expect(sumOf(report, 1, read)).toEqual(sum(3, 1, 0));
  expect(sumOf(report, 0, read)).toEqual(sum(3, 0, 0));
  await writeFile(report, JSON.stringify(sum(3, 2, 0)));
  expect(sumOf(report, 1, read)).toEqual(sum(3, 2, 0));
});
