import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../bootstrap/paths.mjs';

const prefix = /^(failed|only the second time): /;

/**
 * One line for each test of Vitest's JSON report that failed, or that passed only when it was run again, with the first line
 * of why.
 * @returns {string[]}
 */
export function vitestComplaints({ testResults }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    const own = assertionResults
      .filter(({ failureMessages = [] }) => failureMessages.length > 0)
      .map(({ status, fullName, failureMessages }) =>
        complaint(status === 'failed', `${file}: ${fullName}`, failureMessages[0]),
      );
    const isBroken =
      message !== undefined && message !== '' && !assertionResults.some(({ status }) => status === 'failed');
    return isBroken ? [...own, complaint(true, file, message)] : own;
  });
}

/** The same of Playwright's JSON report. @returns {string[]} */
export function playwrightComplaints({ suites = [], errors = [] }) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const own = suites
    .flatMap(specs)
    .flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ status, results }) =>
          complaint(status === 'unexpected', `${file}: ${title}`, results[0]?.error?.message ?? results[0]?.status),
        ),
    );
  return [...own, ...errors.map(({ message }) => complaint(true, 'outside of the tests', message))];
}

/**
 * The lines about a report, with one more where the runner failed and the report does not say why: it was cut off, or
 * something failed while no test waited for it.
 * @param {string} reportFile
 * @param {(report: any) => string[]} read
 * @param {number} code the runner's exit code
 */
export function complaintsOf(reportFile, read, code) {
  const own = existsSync(reportFile) ? read(JSON.parse(readFileSync(reportFile, 'utf8'))) : [];
  const isTold = code === 0 || own.some((line) => line.startsWith('failed: '));
  return isTold
    ? own
    : [...own, `failed: outside of the tests: the runner ended with exit code ${code}, see what it printed`];
}

/** Those among the lines of a run's output, so that a run over several suites can end with them. @returns {string[]} */
export function complaintsIn(output) {
  return output.split('\n').filter((line) => prefix.test(line));
}

function complaint(hasFailed, name, message) {
  const why = stripVTControlCharacters(String(message ?? ''))
    .trim()
    .split('\n')[0]
    .slice(0, 300);
  return `${hasFailed ? 'failed' : 'only the second time'}: ${name}: ${why}`;
}
