import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { PortMovePlan } from '../../src-shared/ports.ts';
import { composeEditor } from '../formats/compose-changes.ts';
import type { ComposePort } from '../formats/compose-service.ts';
import { maskedDiff } from '../formats/masked-diff.ts';
import { movePortSettings } from './port-settings.ts';
import type { PortedService, PortsPorts } from './ports.ts';

/** A file before and after a move. */
export interface MoveEdit {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** A move worked out on the files as they are. */
export interface PreparedMove {
  readonly plan: PortMovePlan;
  readonly edits: readonly MoveEdit[];
  /** What is published and will be, for a last look at the new port. */
  readonly published: { readonly address: string; readonly protocol: string };
}

/** What is asked for. */
export interface WantedMove {
  readonly service: ServiceName;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Works a move out; changes nothing. Faults: `ports/no-port`, `ports/not-free`, those of the files. */
export async function prepareMove(ports: PortsPorts, wanted: WantedMove): Promise<PreparedMove> {
  const { service } = wanted;
  const files = await usable(ports, service);
  const { index, port } = await portToMove(ports, files, wanted.from);
  const { host: from, address, protocol } = port;
  const to = await target(ports, { ...port, service }, wanted.to);
  const compose = await ports.files.read(files.composeFile);
  if (compose === null) throw new Fault('compose/missing', `${files.composeFile} is missing.`);
  const edits: MoveEdit[] = [
    {
      path: files.composeFile,
      before: compose,
      after: composeEditor(compose, files.composeFile).setPublishedPort(index, to),
    },
  ];
  const remarks: string[] = [];
  for (const path of new Set(ports.settingFiles())) {
    const before = await ports.files.read(path);
    if (before === null) continue;
    const { bytes: after, left } = movePortSettings(before, { service, from, to });
    if (!Buffer.from(before).equals(after)) edits.push({ path, before, after });
    for (const key of left)
      remarks.push(`${key} in ${basename(path)} takes its port from a variable; it stays as it is.`);
  }
  const shown = edits.map(({ path, before, after }) => ({ path, diff: maskedDiff(before, after) }));
  const id = createHash('sha256')
    .update(JSON.stringify([service, from, to, edits.map(textOf)]))
    .digest('hex');
  return { plan: { id, service, from, to, files: shown, remarks }, edits, published: { address, protocol } };
}

function textOf({ path, before, after }: MoveEdit): readonly string[] {
  return [path, Buffer.from(before).toString('base64'), Buffer.from(after).toString('base64')];
}

async function usable(ports: PortsPorts, name: ServiceName): Promise<PortedService> {
  const found = (await ports.services()).find((one) => one.name === name);
  if (found?.compose !== undefined) return found;
  const { error } = found ?? {};
  if (error === undefined) throw new Fault('compose/missing', `The compose file of ${serviceTitles[name]} is missing.`);
  throw new Fault(error.code, error.message, { hint: error.hint, details: error.details ?? [] });
}

type PublishedPort = ComposePort & { readonly host: number };

/** The port that is named, else the one that is taken, else the first. */
async function portToMove(
  ports: PortsPorts,
  { name, compose }: PortedService,
  from: number | undefined,
): Promise<{ readonly index: number; readonly port: PublishedPort }> {
  const published = (compose?.ports ?? []).flatMap((port, index) =>
    port.host === null ? [] : [{ index, port: { ...port, host: port.host } }],
  );
  const taken =
    from === undefined
      ? (await ports.viewPorts()).find(({ service, state }) => service === name && state === 'taken')?.port
      : from;
  const found = published.find(({ port }) => port.host === taken) ?? (from === undefined ? published[0] : undefined);
  if (found !== undefined) return found;
  const what = from === undefined ? 'no port with a number' : `no port ${from}`;
  throw new Fault('ports/no-port', `${serviceTitles[name]} publishes ${what}.`);
}

async function target(
  ports: PortsPorts,
  { service, host, address, protocol }: PublishedPort & { readonly service: ServiceName },
  to: number | undefined,
): Promise<number> {
  if (to === undefined) {
    const found = await ports.freePortFor(address, host, protocol);
    if (found !== null) return found;
    throw new Fault('ports/not-free', `No free port was found near ${host}.`);
  }
  const why = await ports.whyPortTaken(address, to, protocol);
  if (why === null) return to;
  throw new Fault('ports/not-free', `${serviceTitles[service]} cannot have port ${to}: ${why}.`);
}
