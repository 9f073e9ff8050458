import { setTimeout as pause } from 'node:timers/promises';
import { runCommandLine } from '../../e2e/support/command-line.ts';
import { makeCore } from '../bench/core.ts';
import { judge, type Snapshot } from './judge.ts';
import type { Stage } from './stage.ts';

/** How long after a start all may take to be well: a container that is started anew has to answer again. */
const limitMs = 30_000;

/** One start of the next process, which has to bring all in order. @returns what is wrong afterwards, one line each */
export type Start = (stage: Stage, before: Snapshot, to: string) => Promise<readonly string[]>;

/** By the command line: it is over when the command has ended, but for the answers. */
export const startCommand: Start = async (stage, before, to) => {
  const { code, stdout, stderr } = await runCommandLine(['status', '--json'], stage.environment);
  if (code !== 0) return [`persag status ended with ${code}: ${stdout}${stderr}`];
  return untilWell(stage, before, to);
};

/** By the core as the app opens it: containers are brought in order behind it. */
export const startCore: Start = async (stage, before, to) => {
  const core = makeCore(stage.home.folder, stage.dockerHost);
  await core.open();
  try {
    return await untilWell(stage, before, to);
  } finally {
    await core.end();
  }
};

/** Waits until all is well after a start. @returns what is not at the limit */
export async function untilWell(stage: Stage, before: Snapshot, to: string): Promise<readonly string[]> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const problems = await judge(stage, before, to).catch((cause) => [String(cause)]);
    if (problems.length === 0 || performance.now() > giveUpAt) return problems;
    await pause(100);
  }
}
