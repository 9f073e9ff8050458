import { Fault } from '../../src-shared/errors.ts';
import type { RecoveredSwitch } from '../../src-shared/switching.ts';
import type { SwitchingPorts } from './ports.ts';
import { textOf } from './report.ts';
import type { LeftSwitch, SwitchIntent } from './switch-record.ts';

/** What a switch that was cut off is brought to an end with. */
export type RecoverPorts = Pick<SwitchingPorts, 'records' | 'files' | 'restoreRegistry' | 'leftServices' | 'log'>;

/**
 * Brings every switch that was cut off to an end: finished where it had been committed, undone otherwise - all of it,
 * files, registry and containers. Where there is no engine, or containers are not asked for, the files alone, and the
 * containers wait. To be called with the home held; may be cut off and repeated.
 */
export async function recoverSwitches(
  ports: RecoverPorts,
  { containers }: { readonly containers: boolean },
): Promise<readonly RecoveredSwitch[]> {
  const recovered: RecoveredSwitch[] = [];
  // The newest first: what it changed lies on top.
  for (const left of [...(await ports.records.left())].reverse()) {
    const one = await recoverOne(left, ports, containers);
    if (one !== null) recovered.push(one);
  }
  return recovered;
}

async function recoverOne(left: LeftSwitch, ports: RecoverPorts, containers: boolean): Promise<RecoveredSwitch | null> {
  const { record, intent, step } = left;
  if (intent === null) {
    await record.end().catch((cause) => ports.log.error('a record without content could not be removed', cause));
    return null;
  }
  const { from, to, since } = intent;
  const told = { from, to, since, step };
  try {
    // A committed one was written before it was said so: its files are what they are to be, or somebody's since.
    const isDone = left.filesSettled || left.ends === 'finish';
    const details = isDone ? [] : await takeFilesBack(left, intent, ports);
    if (left.ends === 'finish') await ports.files.set(record.id, intent.files).drop();
    if (intent.services !== null) {
      if (!isDone) await record.filesSettled();
      if (!containers) {
        await record.leave();
        for (const detail of details) ports.log.warn(detail);
        return { ...told, outcome: 'pending', details: [] };
      }
      details.push(...(await settleServices(left, intent.services, ports)));
    }
    await record.end();
    return { ...told, outcome: left.ends === 'finish' ? 'finished' : 'undone', details };
  } catch (cause) {
    await record.leave();
    const outcome = isEngineGone(cause) ? 'pending' : 'stuck';
    if (outcome === 'stuck') ports.log.error('a switch that was cut off could not be brought to an end', cause);
    return { ...told, outcome, details: [textOf(cause)] };
  }
}

/** @returns what is not as before, in words. Faults: `home/unwritable`, `home/file-unreadable` */
async function takeFilesBack(
  { record, registry }: LeftSwitch,
  { files: changes }: SwitchIntent,
  { files, restoreRegistry }: RecoverPorts,
): Promise<string[]> {
  if (registry !== null) await restoreRegistry(registry);
  try {
    await files.restore(record.id, changes);
    return [];
  } catch (cause) {
    // Another program's text is left alone, and told of; anything else stands in the way of all.
    if (!(cause instanceof Fault) || cause.code !== 'home/file-changed') throw cause;
    return [cause.message];
  }
}

async function settleServices(
  { ends, step, created }: LeftSwitch,
  services: unknown,
  { leftServices }: RecoverPorts,
): Promise<readonly string[]> {
  if (ends === 'finish') {
    await leftServices.finish(services);
    return [];
  }
  // Asked for by the process that is gone, and perhaps still being done by the engine.
  const stopping = step !== null && step !== 'files';
  const creating = step !== null && !created;
  return leftServices.takeBack(services, { creating, stopping });
}

function isEngineGone(cause: unknown): boolean {
  if (!(cause instanceof Fault)) return false;
  return ['docker/not-found', 'docker/no-permission', 'docker/unreachable', 'docker/too-old'].includes(cause.code);
}
