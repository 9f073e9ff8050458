import * as z from 'zod';
import { type StepName, stepTitles } from '../../src-shared/step-titles.ts';
import { hashOf } from '../lib/journal-record.ts';
import type { LastingLog, LastingLogs } from '../lib/lasting-log.ts';
import { isAlive, ownIdentity } from '../lib/process-identity.ts';
import type { RegistryChange, SwitchedFile } from './changes.ts';

const base64 = z.string();
const intentEntry = z.object({
  kind: z.literal('switch'),
  version: z.literal(1),
  from: z.string().nullable(),
  to: z.string(),
  /** ISO time. */
  since: z.string(),
  owner: z.object({ pid: z.number(), started: z.string().nullable() }),
  files: z.array(
    z.object({
      path: z.string(),
      backupName: z.string(),
      before: base64.nullable(),
      after: base64,
      mode: z.number().optional(),
    }),
  ),
  /** What the replacement of the containers sets out from, as the docker feature gives it; null: files only. */
  services: z.unknown(),
});
const steps = Object.keys(stepTitles) as [StepName, ...StepName[]];
const laterEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), step: z.enum(steps) }),
  z.object({ kind: z.literal('created') }),
  /** The bytes before, and SHA-256 of those after: a registry can be long. */
  z.object({ kind: z.literal('registry'), path: z.string(), before: base64.nullable(), after: z.string().nullable() }),
  z.object({ kind: z.enum(['committed', 'undoing', 'files-settled', 'released']) }),
]);
type LaterEntry = z.output<typeof laterEntry>;

/** What a switch is about to do. */
export interface SwitchIntent {
  readonly from: string | null;
  readonly to: string;
  /** ISO time. */
  readonly since: string;
  readonly files: readonly SwitchedFile[];
  /** What the replacement of the containers sets out from; null where the services are left alone. */
  readonly services: unknown;
}

/** The record of one switch: what it says is what the next start brings to an end. */
export interface SwitchRecord {
  readonly id: string;
  /** Resolves when a power cut cannot take it any more; nothing may be changed before. */
  readonly lasting: Promise<void>;
  /** A step begins, or (`created`) the engine has answered to the making of containers. Outlasts the process only. */
  note(what: StepName | 'created'): Promise<void>;
  /** The registry is about to be written. */
  registry(change: RegistryChange): Promise<void>;
  /** The point of no return: from here on it is finished and not undone. */
  committed(): Promise<void>;
  /** It is being undone, whatever was said before. */
  undoing(): Promise<void>;
  /** The files are as they are to be; only the containers are left, and the files are not touched again. */
  filesSettled(): Promise<void>;
  /** This process gives it up: whoever starts next brings it to an end. */
  release(): Promise<void>;
  /** All is undone. It must not come back: the same switch done later would be undone by it. */
  end(): Promise<void>;
  /** All is done. One that a power cut brings back finds nothing left to do. */
  forget(): Promise<void>;
  /** Lets go of it, as it is: something is in the way that the next start may not find there any more. */
  leave(): Promise<void>;
}

/** The registry as a switch found it, and how its own text is known. */
export interface WrittenRegistry {
  readonly path: string;
  readonly before: Uint8Array | null;
  /** SHA-256 of the bytes it wrote. */
  readonly after: string | null;
}

/** A switch that was cut off. */
export interface LeftSwitch {
  readonly record: SwitchRecord;
  /** Null where it was cut off before it could change anything. */
  readonly intent: SwitchIntent | null;
  readonly ends: 'undo' | 'finish';
  readonly filesSettled: boolean;
  readonly registry: WrittenRegistry | null;
  /** The step it was in, null before the first. */
  readonly step: StepName | null;
  /** False where new containers may still have been under way. */
  readonly created: boolean;
}

/** The records of a home. */
export interface SwitchRecords {
  begin(intent: SwitchIntent): Promise<SwitchRecord>;
  /** Cheap: false where nothing was cut off. */
  any(): Promise<boolean>;
  /** What was cut off and is nobody's any more, the oldest first; what a newer version wrote is left to it. */
  left(): Promise<readonly LeftSwitch[]>;
}

/** Makes the records. */
export function createSwitchRecords(logs: LastingLogs): SwitchRecords {
  // What this very process is at was not cut off.
  const underWay = new Set<string>();

  async function left(id: string): Promise<LeftSwitch | null> {
    const [first, ...rest] = await logs.read(id);
    const record = recordOf(logs.open(id), underWay);
    const nothing = { record, filesSettled: false, registry: null, step: null, created: false };
    if (first === undefined) return { ...nothing, intent: null, ends: 'undo' };
    const intent = intentEntry.safeParse(first);
    if (!intent.success) return null;
    const later = rest.map((entry) => laterEntry.safeParse(entry)).flatMap(({ data }) => data ?? []);
    const has = (kind: LaterEntry['kind']) => later.some((entry) => entry.kind === kind);
    const { owner } = intent.data;
    if (!has('released') && owner.pid !== process.pid && (await isAlive(owner))) return null;
    return {
      record,
      intent: intentOf(intent.data),
      ends: has('committed') && !has('undoing') ? 'finish' : 'undo',
      filesSettled: has('files-settled'),
      registry: registryOf(later),
      step: later.findLast((entry) => entry.kind === 'step')?.step ?? null,
      created: has('created'),
    };
  }

  return {
    async begin({ from, to, since, files, services }) {
      const entry: z.input<typeof intentEntry> = {
        ...{ kind: 'switch', version: 1, from, to, since, services },
        owner: await ownIdentity(),
        files: files.map(({ before, after, ...rest }) => ({ ...rest, before: encoded(before), after: encoded(after) })),
      };
      const id = logs.newId();
      // Claimed before it is there: nobody here may take it for one that was cut off.
      underWay.add(id);
      try {
        return recordOf(await logs.begin(id, entry), underWay);
      } catch (cause) {
        underWay.delete(id);
        throw cause;
      }
    },
    any: async () => (await logs.ids()).some((id) => !underWay.has(id)),
    async left() {
      const ids = (await logs.ids()).filter((id) => !underWay.has(id));
      return (await Promise.all(ids.map(left))).filter((one) => one !== null);
    },
  };
}

function recordOf(log: LastingLog, underWay: Set<string>): SwitchRecord {
  const add = (entry: LaterEntry) => log.add(entry);
  async function leave(): Promise<void> {
    underWay.delete(log.id);
    await log.close();
  }
  return {
    id: log.id,
    lasting: log.lasting,
    note: (what) => log.note(what === 'created' ? { kind: 'created' } : { kind: 'step', step: what }),
    registry: ({ path, before, after }) =>
      add({ kind: 'registry', path, before: encoded(before), after: hashOf(after) }),
    committed: () => add({ kind: 'committed' }),
    undoing: () => add({ kind: 'undoing' }),
    filesSettled: () => add({ kind: 'files-settled' }),
    async release() {
      await add({ kind: 'released' }).finally(leave);
    },
    async end() {
      await log.end();
      underWay.delete(log.id);
    },
    async forget() {
      await log.forget();
      underWay.delete(log.id);
    },
    leave,
  };
}

function intentOf({ from, to, since, files, services }: z.output<typeof intentEntry>): SwitchIntent {
  const decodedFiles = files.map(({ path, backupName, before, after, mode }) => ({
    ...{ path, backupName, before: decoded(before), after: Buffer.from(after, 'base64') },
    ...(mode === undefined ? {} : { mode }),
  }));
  return { from, to, since, files: decodedFiles, services };
}

function registryOf(entries: readonly LaterEntry[]): WrittenRegistry | null {
  const entry = entries.findLast((one) => one.kind === 'registry');
  if (entry === undefined) return null;
  return { path: entry.path, before: decoded(entry.before), after: entry.after };
}

function encoded(bytes: Uint8Array): string;
function encoded(bytes: Uint8Array | null): string | null;
function encoded(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}

function decoded(text: string | null): Uint8Array | null {
  return text === null ? null : Buffer.from(text, 'base64');
}
