import { Fault } from '../../src-shared/errors.ts';
import type { StepName } from '../../src-shared/step-titles.ts';
import type { SwitchRequest } from '../../src-shared/switching.ts';
import type { FileSet } from '../lib/file-set.ts';
import { settled } from '../lib/settled.ts';
import type { TransactionStep } from '../lib/transaction.ts';
import type { SwitchedFile } from './changes.ts';
import type { ServicesReplacement, SwitchingPorts } from './ports.ts';
import type { SwitchRecord } from './switch-record.ts';

/** What the steps of one switch tell the report. */
export interface SwitchNotes {
  readonly actions: string[];
  readonly warnings: string[];
}

/** The steps of one switch, and its record once there is one. */
export interface SwitchSteps {
  readonly steps: readonly TransactionStep<StepName>[];
  /** Null before the second step: nothing can have been changed by then. */
  readonly record: SwitchRecord | null;
}

/** What a switch has begun so far. */
interface Begun {
  changes: readonly SwitchedFile[];
  record: SwitchRecord | null;
  replacement: ServicesReplacement | null;
  /** The files once the new bytes are on their way into them, and when those outlast a power cut. */
  set: FileSet | null;
  outlast: Promise<void>;
  /** The making of the new containers. */
  creating: Promise<void> | null;
  /** The way back of the registry. */
  forget: (() => Promise<void>) | null;
}

/**
 * The steps of a switch of the machine's user, in the order of spec 3.1. Nothing is changed before the record of it is
 * there to stay. Each step takes back what it did; after the commit nothing is taken back any more.
 * @param from the current user's id when the switch began, null where env.userid cannot be read
 */
export function switchSteps(
  request: SwitchRequest,
  from: string | null,
  ports: SwitchingPorts,
  notes: SwitchNotes,
): SwitchSteps {
  const begun: Begun = {
    ...{ changes: [], record: null, replacement: null, set: null, creating: null, forget: null },
    outlast: Promise.resolve(),
  };
  return {
    steps: [
      checkStep(request, from, ports, begun),
      backupStep(request, from, ports, begun, notes),
      filesStep(request, ports, begun, notes),
      ...serviceSteps(request, begun, notes),
      recordStep(request, ports, begun, notes),
      commitStep(begun),
    ],
    get record() {
      return begun.record;
    },
  };
}

type Step = TransactionStep<StepName>;

function checkStep(
  { userId, services }: SwitchRequest,
  from: string | null,
  ports: SwitchingPorts,
  begun: Begun,
): Step {
  return {
    name: 'check',
    async run(signal) {
      begun.changes = await ports.files.plan(userId);
      const [unwritable, replacement] = await Promise.all([
        ports.whyUnwritable(userId, begun.changes),
        services ? ports.prepareReplacement(userId, begun.changes, signal) : null,
      ]);
      if (unwritable !== null) throw unwritable;
      await refuseOtherUser(ports, from);
      begun.replacement = replacement;
    },
  };
}

function backupStep(
  { userId }: SwitchRequest,
  from: string | null,
  ports: SwitchingPorts,
  begun: Begun,
  notes: SwitchNotes,
): Step {
  return {
    name: 'backup',
    async run() {
      const { changes, replacement } = begun;
      begun.record = await ports.records.begin({
        ...{ from, to: userId, files: changes },
        since: ports.clock.now().toISOString(),
        services: replacement?.record ?? null,
      });
      const [folder] = await Promise.all([ports.files.backUp(changes), begun.record.lasting]);
      notes.actions.push(`Backed up the files to ${folder}`);
    },
  };
}

function filesStep({ userId }: SwitchRequest, ports: SwitchingPorts, begun: Begun, notes: SwitchNotes): Step {
  return {
    name: 'files',
    async run() {
      const { changes, replacement } = begun;
      const record = recordOf(begun);
      await Promise.all([record.note('files'), ports.prepareUserFolders(userId)]);
      // Beside the writing: it binds no port and stops nothing. What becomes of it shows when they are to be used.
      begun.creating = replacement === null ? null : replacement.create().then(() => record.note('created'));
      begun.creating?.catch(() => undefined);
      begun.set = ports.files.set(record.id, changes);
      await begun.set.stage();
      await begun.set.place();
      // Until the commit is soon enough: what a power cut takes of it before, the record brings back.
      begun.outlast = begun.set.outlast();
      begun.outlast.catch(() => undefined);
      for (const change of changes) notes.actions.push(`Wrote ${change.path}`);
    },
    async undo() {
      const { replacement, creating, set, outlast, changes, record } = begun;
      // Not where the step after it was begun: that has taken the containers back already.
      begun.creating = null;
      try {
        if (creating !== null) await replacement?.undo();
      } finally {
        await outlast.catch(() => undefined);
        if (set !== null && record !== null) await ports.files.restore(record.id, changes);
      }
    },
  };
}

function serviceSteps({ services, timeoutSeconds }: SwitchRequest, begun: Begun, notes: SwitchNotes): readonly Step[] {
  const replacementOf = () => {
    if (begun.replacement === null) throw new Error('the replacement has not begun');
    return begun.replacement;
  };
  const limitMs = timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000;
  return [
    {
      name: 'replace',
      skip: !services,
      async run(signal) {
        await recordOf(begun).note('replace');
        await replacementOf().run(signal);
        await begun.creating;
        notes.actions.push('Replaced both services');
      },
      // The undo of the files comes after this one, but containers are restarted as they were made, not from files.
      async undo() {
        begun.creating = null;
        await replacementOf().undo();
      },
    },
    {
      name: 'answer',
      skip: !services,
      async run(signal) {
        await recordOf(begun).note('answer');
        await replacementOf().answered(signal, limitMs);
      },
    },
    { name: 'mounts', skip: !services, run: () => replacementOf().mountsBelong() },
  ];
}

function recordStep({ userId }: SwitchRequest, ports: SwitchingPorts, begun: Begun, notes: SwitchNotes): Step {
  return {
    name: 'record',
    async run() {
      const record = recordOf(begun);
      await record.note('record');
      begun.forget = await ports.touchLastSeen(userId, (change) => record.registry(change));
      notes.actions.push('Recorded the visit in the user registry');
    },
    async undo() {
      await begun.forget?.();
    },
  };
}

function commitStep(begun: Begun): Step {
  return {
    name: 'commit',
    pastCommit: true,
    async seal() {
      const record = recordOf(begun);
      try {
        await begun.outlast;
        await record.committed();
      } catch (cause) {
        // The mark may have come to the disk all the same; it must not count.
        await record.undoing().catch(() => undefined);
        throw cause;
      }
    },
    run: () => settled([begun.set?.drop(), begun.replacement?.commit()]),
  };
}

function recordOf({ record }: Begun): SwitchRecord {
  if (record === null) throw new Error('the record has not begun');
  return record;
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
