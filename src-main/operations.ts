import type { ServiceName } from '../src-shared/docker.ts';
import { Fault } from '../src-shared/errors.ts';
import type { DockerFeature } from './docker/index.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import type { Log } from './ports.ts';

/** Who may change the home and its containers at a time: one process, and in it one switch or the service buttons. */
export interface Operations {
  /**
   * For a switch: keeps other processes and this process's own buttons away. Faults: `switching/busy`,
   * `switching/cancelled` where the signal ends the waiting.
   * @param names the services that show as being replaced meanwhile; both if left out
   * @param waiting how long to wait for another process, in milliseconds (not at all if left out), and what ends it
   */
  hold(what: string, names?: readonly ServiceName[], waiting?: Waiting): Promise<() => Promise<void>>;
  /** The docker feature whose operations keep other processes away. */
  readonly docker: DockerFeature;
  /** Brings back or removes what a crash left behind, unless somebody else is at work. */
  settleLeftovers(): Promise<void>;
}

/** How another process is waited for. */
export interface Waiting {
  /** Milliseconds; none if left out. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

/** What operations are joined from. */
export interface OperationParts {
  readonly docker: DockerFeature;
  readonly lock: OwnerLock;
  readonly log: Log;
  /**
   * Makes both env files name the current user, where they name another; changes nothing where these services cannot be
   * made. Faults: those of `preflight` and of the files.
   */
  alignEnvFiles(names: readonly ServiceName[]): Promise<void>;
  /** Brings the containers of a switch that was cut off in order, before anything else is done with them. */
  settle(): Promise<void>;
}

/** Joins the lock between processes and the docker feature's own. */
export function createOperations({ docker, lock, log, alignEnvFiles, settle }: OperationParts): Operations {
  /** What keeps this process's own buttons away from the files, which the docker feature knows nothing of. */
  let held: string | null = null;
  let aligning: Promise<unknown> | null = null;

  async function locked<T>(what: string, work: () => Promise<T> | T): Promise<T> {
    const release = await lock.hold(what);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  /** One after another, and never while a switch writes the same files. Fault: `switching/busy`. */
  async function align(names: readonly ServiceName[]): Promise<void> {
    if (names.length === 0) return;
    if (held !== null) throw new Fault('switching/busy', `The services cannot be changed now: the app is ${held}.`);
    const before = aligning ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => alignEnvFiles(names));
    aligning = turn;
    try {
      await turn;
    } finally {
      if (aligning === turn) aligning = null;
    }
  }

  /** @returns the way to give it back; Fault: `switching/busy` */
  function holdHere(what: string, names?: readonly ServiceName[]): () => void {
    if (aligning !== null) throw new Fault('switching/busy', 'The env files are being written for a service.');
    const letGo = docker.hold(what, names);
    held = what;
    return () => {
      held = null;
      letGo();
    };
  }

  type Operation = 'start' | 'stop' | 'restart' | 'recreate';
  const operation =
    (act: Operation): DockerFeature[Operation] =>
    (choice, caller) =>
      locked(`${act} ${choice.services.join(' and ')}`, async () => {
        await settle();
        // These make containers from the files: one that names another user would bring that user back, or half of them.
        if (act === 'start' || act === 'recreate') await align(choice.services);
        // A restart does where nothing runs that could be restarted.
        if (act === 'restart') await align(await docker.notRunning(choice.services));
        return docker[act](choice, caller);
      });

  async function hold(
    what: string,
    names?: readonly ServiceName[],
    { patience, signal }: Waiting = {},
  ): Promise<() => Promise<void>> {
    const release = await lock.hold(what, patience, signal);
    try {
      const letGo = holdHere(what, names);
      return async () => {
        letGo();
        await release();
      };
    } catch (cause) {
      await release();
      throw cause;
    }
  }

  return {
    hold,
    docker: {
      ...docker,
      start: operation('start'),
      stop: operation('stop'),
      restart: operation('restart'),
      recreate: operation('recreate'),
    },
    async settleLeftovers() {
      try {
        // Looked for without the lock: a command that comes while the app starts is not refused for nothing.
        if (!(await docker.hasLeftovers())) return;
        // Held and not only locked: a switch of this process puts containers aside too, and they are not left over.
        const release = await hold('bringing the services in order');
        try {
          for (const done of await docker.settleLeftovers()) log.warn(done);
        } finally {
          await release();
        }
      } catch (cause) {
        // No engine yet, or somebody else is at work: the next start looks again.
        log.info(`nothing was brought in order: ${String(cause)}`);
      }
    },
  };
}
