import { isAbsolute, join, resolve } from 'node:path';
import { bytesOf, flagOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import {
  type ComposeBind,
  type ComposeTmpfs,
  type ComposeVolume,
  type Propagation,
  propagations,
} from './compose-service.ts';
import { type Declared, declaredKeys, declaredOf } from './compose-top-level.ts';
import type { Lookup } from './interpolate.ts';

/** What a relative source is relative to, where `~` leads, and which volumes the file names. */
export interface VolumeContext {
  readonly folder: string;
  readonly variable: Lookup;
  readonly declared: ReadonlyMap<string, Declared>;
}

/** One mount of a service, of one of three kinds. */
type Mount = { readonly bind: ComposeBind } | { readonly volume: ComposeVolume } | { readonly tmpfs: ComposeTmpfs };

/** `source:target[:modes]`; a source may begin with a drive letter. */
const short = /^(?<source>(?:[A-Za-z]:[\\/])?[^:]+):(?<target>[^:]+)(?::(?<modes>[^:]+))?$/;

/** The `volumes` of the file by their keys. Faults: `compose/invalid-value`, `compose/unsupported-key`. */
export function declaredVolumes(node: ComposeNode | undefined, project: string): ReadonlyMap<string, Declared> {
  const declared = new Map<string, Declared>();
  for (const [key, one] of node?.entries() ?? []) {
    const fields = one.kind === 'nothing' ? {} : fieldsOf(one, declaredKeys);
    declared.set(key, declaredOf(one, fields, { key, project }));
  }
  return declared;
}

/**
 * What the service has mounted, short or long form. A variable without a value is refused here, because
 * `${X}/rag_storage` without X would be a folder at the root of the disk; so is a volume without a name, whose content a
 * new container would not have. Faults: `compose/invalid-value`, `compose/unsupported-key`.
 */
export function mountsOf(
  node: ComposeNode | undefined,
  context: VolumeContext,
): { binds: readonly ComposeBind[]; volumes: readonly ComposeVolume[]; tmpfs: readonly ComposeTmpfs[] } {
  const items = node === undefined ? [] : distinctItems(node);
  const mounts = items.map((item) => (item.kind === 'map' ? longMount(item, context) : shortMount(item, context)));
  return {
    binds: mounts.flatMap((mount) => ('bind' in mount ? [mount.bind] : [])),
    volumes: mounts.flatMap((mount) => ('volume' in mount ? [mount.volume] : [])),
    tmpfs: mounts.flatMap((mount) => ('tmpfs' in mount ? [mount.tmpfs] : [])),
  };
}

function shortMount(node: ComposeNode, context: VolumeContext): Mount {
  const text = node.completeText().trim();
  const { source, target, modes = 'rw' } = short.exec(text)?.groups ?? {};
  if (source === undefined || target === undefined) {
    if (/^\/[^:]*$/.test(text)) throw node.invalid(`is "${text}", a volume without a name; write "name:${text}"`);
    throw node.invalid(`is "${text}", not source:target with modes such as ro behind it`);
  }
  const words = modes.split(',');
  const known = ['rw', 'ro', 'z', 'Z', 'nocopy', ...propagations];
  const wrong = words.find((word) => !known.includes(word));
  if (wrong !== undefined) throw node.invalid(`has the mode "${wrong}", which is not supported`);
  const readOnly = words.includes('ro');
  if (isPath(source)) {
    if (words.includes('nocopy')) throw node.invalid('has the mode nocopy, which is for volumes of the engine');
    const relabel = words.includes('Z') ? 'Z' : words.includes('z') ? 'z' : null;
    const propagation = propagations.find((word) => words.includes(word)) ?? null;
    return { bind: bindOf(node, { source, target, readOnly, relabel, propagation, mustExist: false }, context) };
  }
  return { volume: volumeOf(node, { key: source, target, readOnly, copy: !words.includes('nocopy') }, context) };
}

const longKeys = ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'tmpfs'] as const;

function longMount(node: ComposeNode, context: VolumeContext): Mount {
  const { type, source, target, read_only, bind, volume, tmpfs } = fieldsOf(node, longKeys);
  const kind = type?.text();
  if (target === undefined) throw node.invalid('has no target');
  const base = { target: target.completeText(), readOnly: read_only !== undefined && flagOf(read_only) };
  const stray = { bind, volume, tmpfs };
  for (const [name, part] of Object.entries(stray)) {
    if (part !== undefined && name !== kind) throw part.invalid(`is said of a mount of type ${kind ?? '(none)'}`);
  }
  if (kind === 'tmpfs') return { tmpfs: { target: base.target, options: tmpfsOptions(tmpfs, base.readOnly) } };
  if (kind !== 'bind' && kind !== 'volume') throw node.invalid('is not of type bind, volume or tmpfs');
  if (source === undefined) throw node.invalid('has no source');
  const from = source.completeText();
  if (kind === 'volume') {
    const nocopy = volume === undefined ? undefined : fieldsOf(volume, ['nocopy']).nocopy;
    const copy = nocopy === undefined || !flagOf(nocopy);
    return { volume: volumeOf(node, { ...base, key: from, copy }, context) };
  }
  return { bind: bindOf(node, { ...base, source: from, ...bindOptions(bind) }, context) };
}

function bindOptions(node: ComposeNode | undefined): Pick<WantedBind, 'relabel' | 'propagation' | 'mustExist'> {
  if (node === undefined) return { relabel: null, propagation: null, mustExist: false };
  const { propagation, create_host_path, selinux } = fieldsOf(node, ['propagation', 'create_host_path', 'selinux']);
  const passed = propagations.find((word) => word === propagation?.text()) ?? null;
  if (propagation !== undefined && passed === null)
    throw propagation.invalid(`is not one of ${propagations.join(', ')}`);
  const relabel = selinux?.text() ?? null;
  if (relabel !== null && relabel !== 'z' && relabel !== 'Z')
    throw node.invalid(`has selinux "${relabel}", not z or Z`);
  return { relabel, propagation: passed, mustExist: create_host_path !== undefined && !flagOf(create_host_path) };
}

function tmpfsOptions(node: ComposeNode | undefined, readOnly: boolean): string {
  const { size, mode } = node === undefined ? {} : fieldsOf(node, ['size', 'mode']);
  const octal = mode?.written() ?? null;
  if (octal !== null && !/^[0-7]{1,5}$/.test(octal)) throw mode?.invalid(`is "${octal}", not octal such as 1777`);
  return [
    ...(readOnly ? ['ro'] : []),
    ...(size === undefined ? [] : [`size=${bytesOf(size)}`]),
    ...(octal === null ? [] : [`mode=${octal}`]),
  ].join(',');
}

interface WantedBind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly relabel: 'z' | 'Z' | null;
  readonly propagation: Propagation | null;
  readonly mustExist: boolean;
}

function bindOf(node: ComposeNode, wanted: WantedBind, context: VolumeContext): ComposeBind {
  const { target, readOnly, relabel, propagation, mustExist } = wanted;
  const source = fullSource(node, wanted.source, context);
  absolute(node, target);
  // The engine takes a label only in its short form, which parts at colons and always makes what is missing.
  const isLong = mustExist || (source.startsWith('/') && `${source}${target}`.includes(':'));
  if (relabel !== null && isLong) throw node.invalid(`cannot have the label ${relabel} of SELinux together with that`);
  return {
    ...{ source, target, readOnly },
    ...(relabel === null ? {} : { relabel }),
    ...(propagation === null ? {} : { propagation }),
    ...(mustExist ? { mustExist } : {}),
  };
}

function volumeOf(
  node: ComposeNode,
  wanted: Pick<ComposeVolume, 'key' | 'target' | 'readOnly' | 'copy'>,
  { declared }: VolumeContext,
): ComposeVolume {
  const known = declared.get(wanted.key);
  if (known === undefined) {
    const what = `has the source "${wanted.key}"; a volume is named under the file's volumes, a path begins with . or /`;
    throw node.invalid(what);
  }
  absolute(node, wanted.target);
  return { ...wanted, ...known };
}

function absolute(node: ComposeNode, target: string): void {
  if (!target.startsWith('/')) throw node.invalid(`has the target "${target}", which is no absolute path`);
}

function isPath(source: string): boolean {
  return /^~(?=$|[\\/])/.test(source) || source.startsWith('.') || isAbsolute(source);
}

function fullSource(node: ComposeNode, source: string, { folder, variable }: VolumeContext): string {
  if (/^~(?=$|[\\/])/.test(source)) {
    const home = variable('HOME') ?? variable('USERPROFILE');
    if (home === undefined) throw node.invalid('begins with ~, but nobody says where that is');
    return join(home, source.slice(1));
  }
  if (isPath(source)) return resolve(folder, source);
  throw node.invalid(`has the source "${source}"; a path begins with . or /`);
}
