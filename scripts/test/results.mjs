import { existsSync, readFileSync } from 'node:fs';

/**
 * How many tests did what.
 * @typedef {{ passed: number, failed: number, skipped: number }} Sum
 */

/** @type {Sum} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** @returns {Sum} */
export function add(...sums) {
  return sums.reduce(
    (all, sum) => ({
      passed: all.passed + sum.passed,
      failed: all.failed + sum.failed,
      skipped: all.skipped + sum.skipped,
    }),
    nothing,
  );
}

/** The line that a test run ends with, alone on it. */
export function sumLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Ends a run: a line for each test to be looked at, then the sum, alone on the last line.
 * @param {Sum & { complaints?: readonly string[] }} result
 * @returns {number} the exit code
 */
export function endWith({ complaints = [], ...sum }) {
  process.stdout.write(`\n${[...complaints, sumLine(sum)].join('\n')}\n`);
  return sum.failed === 0 ? 0 : 1;
}

/** Reads the sum back from a run's output; null if its last line is none. */
export function parseSumLine(output) {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(last);
  if (found === null) return null;
  const [passed, failed, skipped] = found.slice(1).map(Number);
  return { passed, failed, skipped };
}

/** The sum of Vitest's JSON report. A file that could not be loaded has no tests and counts as one failure. */
export function vitestSum(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(isBroken).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const isBroken = (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');

/** The sum of Playwright's JSON report. Errors outside of tests count as failures. */
export function playwrightSum({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * The sum of a runner that has ended: of its report, with a failure added where the runner failed and the report does not
 * say so (no report at all, an error after the last test).
 * @param {string} reportFile
 * @param {number} code the runner's exit code
 * @param {(report: any) => Sum} read
 */
export function sumOf(reportFile, code, read) {
  const sum = existsSync(reportFile) ? read(JSON.parse(readFileSync(reportFile, 'utf8'))) : nothing;
  return code !== 0 && sum.failed === 0 ? add(sum, { passed: 0, failed: 1, skipped: 0 }) : sum;
}
