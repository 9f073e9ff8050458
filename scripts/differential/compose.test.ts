import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Case, caseOf } from './cases.ts';
import { ourAnswer } from './our-answer.ts';
import { allQuirks, refusals } from './quirks.ts';
import { type ComposeAnswer, type ComposeInput, composeAnswers, findCompose } from './run-compose.ts';

const compose = findCompose();
/** Pairs that are compared; more are made, because those in which the generations of Compose disagree do not count. */
const wanted = 10_000;
const made = 12_000;
/** Another number gives other cases: DIFFERENTIAL_SEED=7 npm test -- --unit differential */
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20251119);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-differential-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The reader itself says where two generations of Compose differ; what a variable without a value becomes is no dispute. */
const disputes = (warnings: readonly string[]) => warnings.filter((one) => one.includes('Compose 1 and Compose 2'));

/** Cases whose reading differs from Compose's, each with everything that is needed to look at it. */
function differences(cases: readonly Case[], answers: readonly ComposeAnswer[]) {
  let compared = 0;
  let accepted = 0;
  const found: unknown[] = [];
  for (const [index, { files, edited, ...input }] of cases.entries()) {
    const { warnings, ...ours } = ourAnswer({ ...input, files });
    if (disputes(warnings).length > 0) continue;
    compared += 1;
    const theirs = answers[index];
    // Each has words of its own for why.
    if ('refused' in ours && theirs !== undefined && 'refused' in theirs) continue;
    accepted += 1;
    const kept = edited?.key !== 'EDITED' || theirs === undefined || holds(theirs, files, edited.value);
    if (!isDeepStrictEqual(ours, theirs) || !kept) found.push({ index, files, ours, theirs, edited });
  }
  return { compared, accepted, found };
}

/** Whether Compose reads what our editor wrote; the compose file may leave the edited env file out. */
function holds(answer: ComposeAnswer, files: ComposeInput['files'], value: string): boolean {
  const used = /one\.env|ENV_NAME/.test(files['docker-compose.yml'] ?? '');
  return 'service' in answer && (!used || answer.service.environment.EDITED === value);
}

// Without Debian's docker-compose there is nothing to compare with; the bootstrap of the tests installs it as root.
describe.skipIf(compose === null)('our reading of compose and env files against docker-compose 1.29', () => {
  if (compose === null) return;

  it(`differs in none of ${wanted} generated pairs`, { timeout: 900_000 }, async () => {
    const halves = [1, 2].map((part) => {
      const cases = fc.sample(caseOf(join(folder, String(part))), { numRuns: made / 2, seed: seed + part });
      return composeAnswers(compose, cases).then((answers) => differences(cases, answers));
    });
    const results = await Promise.all(halves);
    const compared = results.reduce((sum, one) => sum + one.compared, 0);
    const accepted = results.reduce((sum, one) => sum + one.accepted, 0);
    const found = results.flatMap((one) => one.found);
    process.stdout.write(
      `compose: ${compared} pairs compared with docker-compose (${accepted} of them accepted), ${found.length} differences\n`,
    );
    expect(found.slice(0, 3).map((one) => JSON.stringify(one, null, 2))).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(wanted);
    // What both refuse says little: the cases have to be files that people could use.
    expect(accepted).toBeGreaterThanOrEqual(compared * 0.7);
  });

  it('asks the same function as the command itself', { timeout: 60_000 }, async () => {
    for (const one of fc.sample(caseOf(folder), { numRuns: 8, seed })) {
      const [answer] = await composeAnswers(compose, [{ ...one, text: true }]);
      const options = { cwd: one.folder, env: one.environment };
      const { stdout } = await promisify(execFile)(compose.command, ['config'], options);
      // The command ends its text with a newline of its own.
      expect(stdout).toBe(`${answer?.text}\n`);
    }
  });

  it.each(allQuirks)('differs on purpose: $name', async ({ files, ours, theirs, ...rest }) => {
    const input = { folder: join(folder, 'case'), files, environment: { OUT: 'out', EMPTY: '' } };
    const [answer] = await composeAnswers(compose, [input]);
    const own = ourAnswer(input);
    const [mine, other] = [pick(own), answer === undefined ? null : pick(answer)];
    expect(mine).toMatchObject(ours);
    expect(other).toMatchObject(theirs);
    expect(isDeepStrictEqual(mine, other)).toBe(false);
    if ('told' in rest) expect(disputes(own.warnings)).toHaveLength(1);
  });

  it.each(refusals)('refuses with Compose: %s', async (_name, files) => {
    const input = { folder: join(folder, 'case'), files, environment: {} };
    expect(await composeAnswers(compose, [input])).toEqual([{ refused: expect.any(String) }]);
    expect(ourAnswer(input)).toHaveProperty('refused');
  });
});

const pick = (answer: ComposeAnswer) => ('service' in answer ? answer.service : { refused: true });
