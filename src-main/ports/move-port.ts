import { serviceTitles } from '../../src-shared/docker.ts';
import { type AppError, Fault } from '../../src-shared/errors.ts';
import type { PortMoveReport } from '../../src-shared/ports.ts';
import { toAppError } from '../lib/app-error.ts';
import type { PreparedMove } from './plan-move.ts';
import type { PortsPorts } from './ports.ts';

/**
 * Makes a move: a backup, all files or none of them, then the service anew. Where it cannot be made at the new port the
 * files are put back. Faults: `ports/not-free`, `home/file-changed`, `home/unwritable`, `switching/busy`.
 */
export async function movePort(ports: PortsPorts, move: PreparedMove): Promise<PortMoveReport> {
  const { service, from, to, files } = move.plan;
  const what = `letting ${serviceTitles[service]} use port ${to}`;
  const backup = await held(ports, what, async () => {
    const { address, protocol } = move.published;
    // Somebody may have taken it since the plan was shown.
    const why = await ports.whyPortTaken(address, to, protocol);
    if (why !== null) throw new Fault('ports/not-free', `${serviceTitles[service]} cannot have port ${to}: ${why}.`);
    const made = await ports.backUp(`before: ${what}`);
    await ports.journal.apply(what, move.edits);
    return made;
  });
  const error = await recreated(ports, move);
  const base = { service, from, to, backup, error };
  if (error === null || (await hasPort(ports, move))) {
    return { ...base, files: files.map(({ path }) => path), answers: error === null, url: ports.webUrl(service) };
  }
  const stuck = await takenBack(ports, move, what);
  return { ...base, files: stuck, answers: false, url: ports.webUrl(service) };
}

async function recreated(ports: PortsPorts, { plan }: PreparedMove): Promise<AppError | null> {
  try {
    await ports.recreate(plan.service);
    return null;
  } catch (cause) {
    return toAppError(cause, ports.log);
  }
}

/** A container that was made and does not answer yet has the port that the files name: they stay. */
async function hasPort(ports: PortsPorts, { plan }: PreparedMove): Promise<boolean> {
  const views = await ports.viewPorts();
  return views.some(({ service, port, state }) => service === plan.service && port === plan.to && state === 'ours');
}

/** @returns the files that another program wrote meanwhile, which are left as they are */
async function takenBack(ports: PortsPorts, { edits }: PreparedMove, what: string): Promise<readonly string[]> {
  const back = edits.map(({ path, before, after }) => ({ path, before: after, after: before }));
  try {
    await held(ports, `taking back ${what}`, () => ports.journal.apply(`taking back ${what}`, back));
    return [];
  } catch (cause) {
    ports.log.error(`${what} could not be taken back`, cause);
    return edits.map(({ path }) => path);
  }
}

async function held<T>({ hold }: PortsPorts, what: string, work: () => Promise<T>): Promise<T> {
  const release = await hold(what);
  try {
    return await work();
  } finally {
    await release();
  }
}
