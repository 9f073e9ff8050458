import { basename } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { durationOf, flagOf } from './compose-amounts.ts';
import { environmentOf } from './compose-environment.ts';
import { distinctItems, fieldsOf, pairsOf } from './compose-fields.ts';
import { healthcheckOf } from './compose-healthcheck.ts';
import { networksOf } from './compose-networks.ts';
import { type ComposeNode, composeRoot } from './compose-node.ts';
import { portsOf } from './compose-ports.ts';
import { runtimeKeys, runtimeOf, tmpfsOf } from './compose-runtime.ts';
import type { ComposeRestart, ComposeService } from './compose-service.ts';
import { declaredVolumes, mountsOf } from './compose-volumes.ts';
import type { Lookup } from './interpolate.ts';
import { shellWords } from './shell-words.ts';

/** What a compose file is read in. */
export interface ComposeContext {
  /** The values of `${X}`; see spec 4.2 for where they come from. */
  readonly variable: Lookup;
  /** The folder of the compose file, absolute. */
  readonly folder: string;
  /** The compose file, for messages. */
  readonly file: string;
  /** The text of an env file, null where it is absent. */
  readEnvFile(path: string): string | null;
}

/** Every key of a service this app understands; the rest is refused by name. */
const serviceKeys = [
  'image',
  'container_name',
  'env_file',
  'environment',
  'ports',
  'volumes',
  'extra_hosts',
  'healthcheck',
  'restart',
  'labels',
  'command',
  'entrypoint',
  'user',
  'init',
  'stop_signal',
  'stop_grace_period',
  'working_dir',
  'hostname',
  'networks',
  'tmpfs',
  ...runtimeKeys,
] as const;

/**
 * Reads a compose file of exactly one service, in the subset of the Compose specification that upstream's files and
 * their history need (facts 1.4). Faults: `compose/not-yaml`, `compose/unsupported-key`, `compose/invalid-value`, each
 * naming file, line and key; `home/file-missing` for an env file.
 */
export function readCompose(text: string, context: ComposeContext): ComposeService {
  const warnings = new Set<string>();
  const warn = (warning: string) => void warnings.add(warning);
  const root = composeRoot(text, { file: context.file, variable: context.variable, warn });
  const { services, name, volumes, networks } = fieldsOf(root, ['version', 'name', 'services', 'volumes', 'networks']);
  if (services === undefined) {
    throw new Fault('compose/invalid-value', `${context.file}, line 1: the file has no services.`);
  }
  const [found, second] = services.entries();
  if (found === undefined) throw services.invalid('names no service');
  if (second !== undefined) throw second[1].unsupported();
  const [service, node] = found;
  const project = projectName(name?.completeText() ?? basename(context.folder));
  const fields = fieldsOf(node, serviceKeys);
  if (fields.image === undefined) throw node.invalid('has no image');
  const mounts = mountsOf(fields.volumes, { ...context, declared: declaredVolumes(volumes, project) });
  const read = {
    project,
    service,
    containerName: textOr(fields.container_name, `${project}-${service}-1`),
    image: fields.image.completeText(),
    ...environmentOf(fields.env_file, fields.environment, { ...context, warn }),
    ports: fields.ports === undefined ? [] : portsOf(fields.ports),
    ...mounts,
    tmpfs: [...mounts.tmpfs, ...tmpfsOf(fields.tmpfs)],
    networks: networksOf(fields.networks, networks, project),
    extraHosts: fields.extra_hosts === undefined ? [] : hostsOf(fields.extra_hosts),
    healthcheck: fields.healthcheck === undefined ? null : healthcheckOf(fields.healthcheck),
    restart: restartOf(fields.restart),
    ...runtimeOf(fields, warn),
    labels: fields.labels === undefined ? {} : pairsOf(fields.labels, () => ''),
    command: fields.command === undefined ? null : wordsOf(fields.command),
    entrypoint: fields.entrypoint === undefined ? null : wordsOf(fields.entrypoint),
    user: textOr(fields.user, null),
    init: fields.init === undefined ? null : flagOf(fields.init),
    stopSignal: textOr(fields.stop_signal, null),
    stopGraceSeconds:
      fields.stop_grace_period === undefined ? null : Math.ceil(durationOf(fields.stop_grace_period) / 1e9),
    workingDir: textOr(fields.working_dir, null),
    hostname: textOr(fields.hostname, null),
  };
  return { ...read, warnings: [...warnings] };
}

/** The name Compose gives a project: small letters, digits, dashes and underscores, none of the last two in front. */
export function projectName(text: string): string {
  const clean = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return clean === '' ? 'default' : clean;
}

function textOr<Otherwise>(node: ComposeNode | undefined, otherwise: Otherwise): string | Otherwise {
  if (node === undefined) return otherwise;
  const text = node.text();
  return text === '' ? otherwise : text;
}

/** `name:address`; the long form is a mapping, and newer files have an equals sign. */
function hostsOf(node: ComposeNode): readonly string[] {
  if (node.kind === 'map') return [...node.entries()].map(([name, address]) => `${name}:${address.text()}`);
  return distinctItems(node).map((item) => {
    const text = item.text();
    const [, name, address] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
    if (name === undefined || address === undefined) throw item.invalid(`is "${text}", not name:address`);
    return `${name.trim()}:${address.trim()}`;
  });
}

const restartNames = ['no', 'always', 'unless-stopped', 'on-failure'] as const;

function restartOf(node: ComposeNode | undefined): ComposeRestart {
  if (node === undefined) return { name: 'no', maximumRetryCount: 0 };
  const text = node.written();
  const [word, count = '0', ...more] = text.split(':');
  const name = restartNames.find((one) => one === word);
  const counted = more.length === 0 && /^\d+$/.test(count) && (count === '0' || name === 'on-failure');
  if (name !== undefined && counted) return { name, maximumRetryCount: Number(count) };
  throw node.invalid(`is "${text}", not no, always, unless-stopped or on-failure`);
}

/** A command as a list, or as a line that is split like a shell's. */
function wordsOf(node: ComposeNode): readonly string[] {
  if (node.kind === 'list') return node.items().map((item) => item.text());
  const words = shellWords(node.text());
  if (words === null) throw node.invalid('has a quote that is not closed');
  return words;
}
