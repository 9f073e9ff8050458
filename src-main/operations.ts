import type { ServiceName } from '../src-shared/docker.ts';
import type { DockerFeature } from './docker/index.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import type { Log } from './ports.ts';

/** Who may change the home and its containers at a time: one process, and in it one switch or the service buttons. */
export interface Operations {
  /** For a switch: keeps other processes and this process's own buttons away. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
  /** The docker feature whose operations keep other processes away. */
  readonly docker: DockerFeature;
  /** Brings back or removes what a crash left behind, unless somebody else is at work. */
  settleLeftovers(): Promise<void>;
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
}

/** Joins the lock between processes and the docker feature's own. */
export function createOperations({ docker, lock, log, alignEnvFiles }: OperationParts): Operations {
  async function locked<T>(what: string, work: () => Promise<T> | T): Promise<T> {
    const release = await lock.hold(what);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  type Operation = 'start' | 'stop' | 'restart' | 'recreate';
  const operation =
    (act: Operation): DockerFeature[Operation] =>
    (choice, caller) =>
      locked(`${act} ${choice.services.join(' and ')}`, async () => {
        // Containers are made from the files: one that names another user would bring that user back.
        if (act === 'recreate') await alignEnvFiles(choice.services);
        return docker[act](choice, caller);
      });

  return {
    async hold(what) {
      const release = await lock.hold(what);
      try {
        const letGo = docker.hold(what);
        return async () => {
          letGo();
          await release();
        };
      } catch (cause) {
        await release();
        throw cause;
      }
    },
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
        for (const done of await locked('bringing the services in order', docker.settleLeftovers)) log.warn(done);
      } catch (cause) {
        // No engine yet, or somebody else is at work: the next start looks again.
        log.info(`nothing was brought in order: ${String(cause)}`);
      }
    },
  };
}
