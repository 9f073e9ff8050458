import { resolve } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { flagOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf, pairsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import { envValues, readEnv } from './env-file.ts';
import type { Lookup } from './interpolate.ts';

/** What the environment of a service is made of. */
export interface EnvironmentContext {
  readonly folder: string;
  readonly variable: Lookup;
  /** The text of an env file, null where it is absent. */
  readEnvFile(path: string): string | null;
  warn(warning: string): void;
}

/**
 * The environment of a service: its env files in their order, then `environment`. A key without a value takes it from
 * outside; where there is none it is not set at all, whatever an env file says.
 * Faults: `home/file-missing`, `compose/invalid-value`.
 */
export function environmentOf(
  envFile: ComposeNode | undefined,
  environment: ComposeNode | undefined,
  context: EnvironmentContext,
): { environment: Record<string, string>; envFiles: readonly string[] } {
  const wanted = envFile === undefined ? [] : wantedFiles(envFile, context.folder);
  const values = new Map<string, string>();
  const envFiles: string[] = [];
  for (const { node, path, required, raw } of wanted) {
    const text = context.readEnvFile(path);
    if (text === null && required) {
      throw new Fault('home/file-missing', `${path} is missing; ${node.path} of the compose file names it.`);
    }
    if (text === null) continue;
    envFiles.push(path);
    if (raw) {
      for (const [key, value] of rawValues(node, text, context.variable)) values.set(key, value);
      continue;
    }
    const reading = readEnv(text, context.variable);
    for (const { line, message } of reading.problems) context.warn(`${path}, line ${line}: ${message}.`);
    for (const [key, value] of envValues(reading)) values.set(key, value);
  }
  const all = environment === undefined ? Object.fromEntries(values) : pairsOf(environment, context.variable, values);
  return { environment: all, envFiles };
}

interface WantedFile {
  readonly node: ComposeNode;
  readonly path: string;
  readonly required: boolean;
  /** True where quotes, variables and comments behind a value are part of it. */
  readonly raw: boolean;
}

/** Lines of `format: raw`: what is behind the first equals sign, as it is; a key alone takes its value from outside. */
function rawValues(node: ComposeNode, text: string, outside: Lookup): readonly (readonly [string, string])[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [, key = '', rest] = /^([^=]*)(?:=(.*))?$/s.exec(line) ?? [];
      if (key === '' || /\s/.test(key)) throw node.invalid('names a raw env file with a line that begins with no name');
      const value = rest ?? outside(key);
      return value === undefined ? [] : [[key, value] as const];
    });
}

function wantedFiles(node: ComposeNode, folder: string): readonly WantedFile[] {
  const nodes = node.kind === 'list' ? distinctItems(node) : [node];
  return nodes.map((one) => {
    if (one.kind !== 'map') return { node: one, path: resolve(folder, one.completeText()), required: true, raw: false };
    const { path, required, format } = fieldsOf(one, ['path', 'required', 'format']);
    if (path === undefined) throw one.invalid('has no path');
    const kind = format?.text() ?? '';
    if (kind !== '' && kind !== 'raw') throw one.invalid(`has the format "${kind}"; only raw is known`);
    return {
      node: one,
      path: resolve(folder, path.completeText()),
      required: required === undefined || flagOf(required),
      raw: kind === 'raw',
    };
  });
}
