import { Fault } from '../../src-shared/errors.ts';
import type { StepName } from '../../src-shared/step-titles.ts';
import type { SwitchRequest } from '../../src-shared/switching.ts';
import type { TransactionStep } from '../lib/transaction.ts';
import type { ServicesReplacement, SwitchedFile, SwitchingPorts } from './ports.ts';

/** What the steps of one switch tell the report. */
export interface SwitchNotes {
  readonly actions: string[];
  readonly warnings: string[];
}

/**
 * The steps of a switch of the machine's user, in the order of spec 3.1. Each takes back what it did; after the commit
 * nothing is taken back any more.
 * @param from the current user's id when the switch began, null where env.userid cannot be read
 */
export function switchSteps(
  request: SwitchRequest,
  from: string | null,
  ports: SwitchingPorts,
  notes: SwitchNotes,
): readonly TransactionStep<StepName>[] {
  const { userId, services } = request;
  let changes: readonly SwitchedFile[] = [];
  let written = false;
  let replacement: ServicesReplacement | null = null;
  let forget: (() => Promise<void>) | null = null;

  const begun = () => {
    if (replacement === null) throw new Error('the replacement has not begun');
    return replacement;
  };

  return [
    {
      name: 'check',
      async run(signal) {
        const [planned] = await Promise.all([
          ports.planFiles(userId),
          services ? ports.preflight(userId, signal) : null,
        ]);
        await refuseOtherUser(ports, from);
        changes = planned;
      },
    },
    {
      name: 'backup',
      async run() {
        notes.actions.push(`Backed up the files to ${await ports.backUp(changes)}`);
      },
    },
    {
      name: 'files',
      async run() {
        await ports.prepareUserFolders(userId);
        written = true;
        await ports.write(changes);
        for (const change of changes) notes.actions.push(`Wrote ${change.path}`);
      },
      async undo() {
        if (written) await ports.restore(changes);
      },
    },
    {
      name: 'replace',
      skip: !services,
      async run(signal) {
        replacement = await ports.beginReplacement(userId);
        await replacement.run(signal);
        notes.actions.push('Replaced both services');
      },
      // The undo of the files comes after this one, but containers are restarted as they were made, not from files.
      async undo() {
        await replacement?.undo();
      },
    },
    { name: 'answer', skip: !services, run: (signal) => begun().answered(signal) },
    { name: 'mounts', skip: !services, run: () => begun().mountsBelong() },
    {
      name: 'record',
      async run() {
        forget = await ports.touchLastSeen(userId);
        notes.actions.push('Recorded the visit in the user registry');
      },
      async undo() {
        await forget?.();
      },
    },
    { name: 'commit', skip: !services, pastCommit: true, run: () => begun().commit() },
  ];
}

/**
 * The files were read after it was asked who is current: what they say now must be what the person saw, or a user whom
 * another program set in between would be switched away from unseen. Fault: `home/file-changed`.
 */
async function refuseOtherUser(ports: SwitchingPorts, from: string | null): Promise<void> {
  const now = await ports.currentUser();
  const id = now.state === 'known' ? now.id : null;
  if (id === from) return;
  const message = `env.userid names ${id ?? 'nobody'} now, and named ${from ?? 'nobody'} when the switch began.`;
  throw new Fault('home/file-changed', message);
}
