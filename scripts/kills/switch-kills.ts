import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine, runCommandLine } from '../../e2e/support/command-line.ts';
import { stepTitles } from '../../src-shared/step-titles.ts';
import { snapshotOf } from './judge.ts';
import { type LeftRecord, leftRecord } from './left-record.ts';
import type { Moments } from './moments.ts';
import type { Stage } from './stage.ts';
import { type Start, startCommand, startCore } from './starts.ts';
import { endingOf, type Tally } from './tally.ts';

/** Who of the two is not current. */
export const otherOf = (user: string) => (user === 'anna' ? 'ben' : 'anna');

/** What a series of kills is made with. */
export interface Series {
  readonly count: number;
  readonly moments: Moments;
  readonly tally: Tally;
  /** Told of every kill that was not got over, and of how far it is. */
  say(line: string): void;
}

/** One kill in so many is aimed at the commit, which takes a few milliseconds only; after another the next start is killed too. */
const aimedEvery = 15;
const againEvery = 8;
/** How long the commit takes, and the bringing in order of a start, in milliseconds. */
const commitLength = 40;
const startLength = 1500;

/** Kills the built command line while it switches. */
export async function killSwitches(stage: Stage, series: Series): Promise<void> {
  const { count, moments, tally, say } = series;
  const length = await measured(stage);
  say(`a switch takes ${Math.round(length)} ms from its start to its end`);
  const waiting = [...moments.spread(count, length)];
  const inCommit = [...moments.spread(Math.ceil(count / aimedEvery), commitLength)];
  const inStart = [...moments.spread(Math.ceil(count / againEvery), startLength)];
  for (let index = 0; index < count; ) {
    const moment = waiting[index] ?? 0;
    const aimed = index % aimedEvery === aimedEvery - 1;
    const before = await snapshotOf(stage);
    const to = otherOf(before.user);
    const isKilled = aimed
      ? await killedInCommit(stage, to, inCommit.pop() ?? 0)
      : await killedAt(stage, ['switch', to], moment);
    // One that was over sooner than usual was not killed: the moment is tried again, a little earlier.
    if (!isKilled) {
      waiting[index] = moment * 0.97;
      continue;
    }
    index += 1;
    const start = index % 2 === 0 ? startCommand : startCore;
    const tell = (line: string) =>
      say(`kill ${index}, at ${aimed ? 'the commit' : `${Math.round(moment)} ms`}: ${line}`);
    const again = index % againEvery === 0 ? (inStart.pop() ?? 0) : null;
    await conclude(stage, { before, to, start, again, tally, say: tell });
    if (index % 20 === 0) say(tally.text());
  }
}

/** Starts once more, and judges. */
export async function conclude(
  stage: Stage,
  parts: {
    before: Awaited<ReturnType<typeof snapshotOf>>;
    to: string;
    start: Start;
    /** When a start before that one is killed too, in milliseconds; null for none. */
    again: number | null;
    tally: Tally;
    say(line: string): void;
  },
): Promise<void> {
  const { before, to, start, again, tally, say } = parts;
  const left: LeftRecord | null = await leftRecord(stage.home.folder);
  if (again !== null && (await killedAt(stage, ['status'], again))) tally.addStart();
  const problems = await start(stage, before, to);
  const { user } = await snapshotOf(stage);
  const ending = endingOf(left, user === to);
  tally.add({ step: left?.step ?? (user === to ? 'after the end' : 'before the backup'), ending, problems });
  if (problems.length > 0) say(`${before.user} to ${to}, left ${JSON.stringify(left)}: ${problems.join('; ')}`);
}

/** The usual time of a whole switch, by the middle of three. */
async function measured(stage: Stage): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { user } = await snapshotOf(stage);
    const begin = performance.now();
    const { code, stderr } = await runCommandLine(['switch', otherOf(user)], stage.environment);
    if (code !== 0) throw new Error(`A switch that nobody disturbed failed: ${stderr}`);
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}

/** False where the command had ended by then. */
async function killedAt({ environment }: Stage, args: readonly string[], moment: number): Promise<boolean> {
  const child = spawn(process.execPath, [commandLine, ...args], { env: environment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([pause(moment), ended]);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}

/** Kills a switch so long after its last step before the commit. */
async function killedInCommit({ environment }: Stage, to: string, moment: number): Promise<boolean> {
  const args = [commandLine, 'switch', to];
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const reached = new Promise<void>((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(stepTitles.record)) resolve();
    });
  });
  await Promise.race([reached.then(() => pause(moment)), ended]);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}
