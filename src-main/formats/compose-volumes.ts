import { isAbsolute, join, resolve } from 'node:path';
import { flagOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposeBind } from './compose-service.ts';
import type { Lookup } from './interpolate.ts';

/** What a relative source is relative to, and where `~` leads. */
export interface VolumeContext {
  readonly folder: string;
  readonly variable: Lookup;
}

/** `source:target[:mode]`; a source may begin with a drive letter. */
const short = /^(?<source>(?:[A-Za-z]:[\\/])?[^:]+):(?<target>[^:]+)(?::(?<mode>[^:]+))?$/;

/**
 * The folders and files of the host that the service sees, short or long form. A variable without a value is refused
 * here, because `${X}/rag_storage` without X would be a folder at the root of the disk; so are named and anonymous
 * volumes. Fault: `compose/invalid-value`.
 */
export function bindsOf(node: ComposeNode, context: VolumeContext): readonly ComposeBind[] {
  return distinctItems(node).map((item) => (item.kind === 'map' ? longBind(item, context) : shortBind(item, context)));
}

function shortBind(node: ComposeNode, context: VolumeContext): ComposeBind {
  const text = node.completeText().trim();
  const { source, target, mode = 'rw' } = short.exec(text)?.groups ?? {};
  if (source === undefined || target === undefined) {
    throw node.invalid(`is "${text}", not source:target with at most one mode behind it`);
  }
  if (mode !== 'rw' && mode !== 'ro') throw node.invalid(`has the mode "${mode}"; only ro and rw are supported`);
  return bind(node, { source, target, readOnly: mode === 'ro' }, context);
}

function longBind(node: ComposeNode, context: VolumeContext): ComposeBind {
  const fields = fieldsOf(node, ['type', 'source', 'target', 'read_only']);
  const { type, source, target, read_only } = fields;
  if (type?.text() !== 'bind') throw node.invalid('is not of type bind; other volumes are not supported');
  if (source === undefined || target === undefined) throw node.invalid('has no source or no target');
  const readOnly = read_only !== undefined && flagOf(read_only);
  return bind(node, { source: source.completeText(), target: target.completeText(), readOnly }, context);
}

function bind(node: ComposeNode, { source, target, readOnly }: ComposeBind, context: VolumeContext): ComposeBind {
  if (!target.startsWith('/')) throw node.invalid(`has the target "${target}", which is no absolute path`);
  return { source: fullSource(node, source, context), target, readOnly };
}

function fullSource(node: ComposeNode, source: string, { folder, variable }: VolumeContext): string {
  if (/^~(?=$|[\\/])/.test(source)) {
    const home = variable('HOME') ?? variable('USERPROFILE');
    if (home === undefined) throw node.invalid('begins with ~, but nobody says where that is');
    return join(home, source.slice(1));
  }
  if (source.startsWith('.') || isAbsolute(source)) return resolve(folder, source);
  throw node.invalid(`has the source "${source}": named volumes are not supported, and a path begins with . or /`);
}
