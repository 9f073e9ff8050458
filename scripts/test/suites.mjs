import { rm } from 'node:fs/promises';
import { withDesktop } from '../bootstrap/display.mjs';
import { electronEnvironment } from '../bootstrap/launch.mjs';
import { inRoot, root, toolEnvironment, toolNode } from '../bootstrap/paths.mjs';
import { foreground } from '../bootstrap/run.mjs';
import { complaintsOf, playwrightComplaints, vitestComplaints } from './complaints.mjs';
import { playwrightSum, sumOf, vitestSum } from './results.mjs';

/**
 * A suite's sum, and a line for each test that is to be looked at.
 * @typedef {import('./results.mjs').Sum & { complaints: string[] }} SuiteResult
 */

const report = (name) => inRoot('test-results', `${name}.json`);

/** Vitest's projects that need neither an engine nor anything else of the system. */
export const quickProjects = ['node', 'dom'];
/** Those of `npm test`: all but the long proofs, which have commands of their own. */
export const projects = [...quickProjects, 'engine', 'differential', 'stand-ins'];

/**
 * The unit tests.
 * @param {{ pattern: string | null, rest: readonly string[] }} filter
 * @param {readonly string[]} chosenProjects of vitest.config.ts
 * @returns {Promise<SuiteResult>}
 */
export async function runUnitTests({ pattern, rest }, chosenProjects) {
  const file = report('unit');
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const filter = [...(pattern === null ? [] : ['-t', pattern]), ...rest, '--passWithNoTests'];
  const chosen = chosenProjects.map((project) => `--project=${project}`);
  const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...chosen, ...filter];
  const code = await runTool(args, {});
  return { ...sumOf(file, code, vitestSum), complaints: complaintsOf(file, vitestComplaints, code) };
}

/**
 * The end-to-end tests, in the Electron that was found, with a screen and a session bus.
 * @param {import('../bootstrap/electron.mjs').Runtime} runtime
 * @param {{ pattern: string | null, rest: readonly string[] }} filter
 * @returns {Promise<SuiteResult>}
 */
export async function runEndToEndTests(runtime, { pattern, rest }) {
  const file = report('e2e');
  await rm(file, { force: true });
  const filter = [...(pattern === null ? [] : ['-g', pattern]), ...rest, '--pass-with-no-tests'];
  const args = [inRoot('node_modules/playwright/cli.js'), 'test', '--reporter=list,json', ...filter];
  const code = await withDesktop((desktop) =>
    runTool(args, {
      ...desktop,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      ...electronEnvironment(runtime),
    }),
  );
  return { ...sumOf(file, code, playwrightSum), complaints: complaintsOf(file, playwrightComplaints, code) };
}

const runTool = (args, env) => foreground(toolNode(), args, { cwd: root, env: toolEnvironment(env) });
