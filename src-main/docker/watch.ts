import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { Board } from './board.ts';
import { type Connection, type Engine, verify } from './engine.ts';
import { concerns, followEvents } from './events.ts';
import type { Observer } from './observer.ts';
import type { Operations } from './operations.ts';
import { createProbeRhythm, type ProbeRhythm } from './probe-rhythm.ts';
import { hasJustEnded } from './service-memory.ts';
import { pause } from './time-limit.ts';

/** Events are hints that can be lost, so all is looked at anew in this rhythm. */
const lookEveryMs = 30_000;
const modelsEveryMs = 20_000;
const modelsUnseenEveryMs = 120_000;
/** An ended container may be one that is being restarted; looked at again after that. */
const lookAgainMs = 2050;
/** An engine that comes is to be seen within 2 s. A host that is reached by ssh is not greeted every second. */
const backOff = { first: 100, longest: 1000, longestBySsh: 15_000 };

/** What a watch needs. */
export interface WatchPorts {
  readonly engine: Engine;
  readonly board: Board;
  readonly observer: Observer;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running watch. */
export interface Watch {
  /** Looks at everything now, and follows what it finds. */
  look(): Promise<void>;
  /** Connects anew now, and looks at everything: what was heard of the engine before counts no longer. */
  wake(): void;
  /**
   * Whether anybody looks. While nobody does, the engine is asked nothing but its events (quality R6), and the services
   * and model hosts are asked less often; as soon as somebody does again, everything is looked at.
   */
  setSeen(seen: boolean): void;
  end(): void;
}

/** Keeps the board true until its `end`: events, regular looks, probes. */
export function startWatch(ports: WatchPorts): Watch {
  const { board, observer, clock } = ports;
  const off = new AbortController();
  const rhythms = new Map<ServiceName, ProbeRhythm>();
  let again: NodeJS.Timeout | undefined;
  let nudge = new AbortController();
  let seen = true;

  async function look(): Promise<void> {
    await observer.look();
    if (off.signal.aborted) return;
    for (const { files, facts } of board.memories) {
      const rhythm = rhythms.get(files.name) ?? createProbeRhythm(files.name, { ...ports, isSeen: () => seen });
      rhythms.set(files.name, rhythm);
      rhythm.follow(facts?.running === true ? facts.startedAt : null);
    }
    clearTimeout(again);
    const tick = clock.tick();
    if (board.memories.some((memory) => hasJustEnded(memory, tick))) again = setTimeout(() => void look(), lookAgainMs);
    // Not waited for: an event is to be seen at once, whatever the model hosts do.
    void observer.askModels(modelsEveryMs);
  }

  board.expectRestarts(true);
  void followEngine(ports, look, { off: off.signal, nudged: () => nudge.signal });
  const looks = setInterval(() => seen && void look(), lookEveryMs);
  // An answer comes a moment after its question, so at the next turn it is not quite that old: half the time will do.
  const oldest = () => (seen ? modelsEveryMs : modelsUnseenEveryMs) - modelsEveryMs / 2;
  const models = setInterval(() => void observer.askModels(oldest()), modelsEveryMs);
  return {
    look,
    wake() {
      nudge.abort();
      nudge = new AbortController();
    },
    setSeen(now) {
      if (now === seen) return;
      seen = now;
      if (!seen) return;
      for (const rhythm of rhythms.values()) rhythm.hurry();
      void look();
    },
    end() {
      off.abort();
      board.expectRestarts(false);
      clearInterval(looks);
      clearInterval(models);
      clearTimeout(again);
      for (const rhythm of rhythms.values()) rhythm.end();
    },
  };
}

interface Signals {
  /** Ends it all. */
  readonly off: AbortSignal;
  /** The signal by which the next `wake` ends what is waited for or followed. */
  nudged(): AbortSignal;
}

/** Connects, and connects anew whenever the engine has gone; never gives up. */
async function followEngine(ports: WatchPorts, look: () => Promise<void>, { off, nudged }: Signals): Promise<void> {
  const { engine } = ports;
  let wait = backOff.first;
  let longest = backOff.longest;
  while (!off.aborted) {
    const nudge = nudged();
    try {
      const connection = await engine.connect();
      longest = connection.endpoint.ssh === null ? backOff.longest : backOff.longestBySsh;
      const lasted = await followConnection(connection, look, ports, AbortSignal.any([off, nudge]));
      if (lasted > backOff.longest) wait = backOff.first;
      // The end of the stream alone does not say that the engine is gone.
      if (!off.aborted) await verify(engine, connection);
    } catch (cause) {
      // Of a fault the engine's state says why; the files are looked at all the same.
      if (!(cause instanceof Fault)) ports.log.error('the engine could not be followed', cause);
      else if (cause.code === 'docker/ssh-failed') longest = backOff.longestBySsh;
      await look();
    }
    if (nudge.aborted) wait = backOff.first;
    else await pause(wait, AbortSignal.any([off, nudge])).catch(() => undefined);
    wait = Math.min(wait * 2, longest);
  }
}

/** Follows the events of one connection to the end of their stream. @returns how long it lasted, in milliseconds */
async function followConnection(
  { calls }: Connection,
  look: () => Promise<void>,
  { clock, board, operations }: WatchPorts,
  signal: AbortSignal,
): Promise<number> {
  const begin = clock.tick();
  const ended = new AbortController();
  const both = AbortSignal.any([signal, ended.signal]);
  // First the stream, then the look: what happens between the two is then in one of them.
  const stream = await calls.events(both);
  const sleeps = watchForSleep(clock, () => ended.abort());
  try {
    const following = followEvents(stream, (event) => {
      // A switch looks for itself and is followed by a look; meanwhile each would only slow the engine down.
      if (operations.isHeld) return;
      const services = board.memories.map(({ files }) => files);
      if (concerns(event, services)) void look();
    });
    await look();
    await following;
  } finally {
    clearInterval(sleeps);
    ended.abort();
    stream.destroy();
  }
  return clock.tick() - begin;
}

/** After the computer has slept, a stream can be dead without having ended. */
function watchForSleep(clock: Clock, woke: () => void): NodeJS.Timeout {
  const everyMs = 5000;
  let last = clock.now().getTime();
  return setInterval(() => {
    const now = clock.now().getTime();
    if (now - last > everyMs * 4) woke();
    last = now;
  }, everyMs);
}
