import * as fc from 'fast-check';

const join = (parts: readonly string[]) => parts.join('');
const word = fc.constantFrom('a', 'b1', 'rag_storage', 'inputs', 'x.y', 'Z');
const source = fc
  .tuple(fc.constantFrom('./', '../', '/srv/', '~/', '${OUT_PATH}/', '${DOT_PATH:-/x}/', './a/../', '/srv//b/./'), word)
  .map(join);
const target = word.map((name) => `/app/${name}`);
const named = fc.constantFrom('data', 'own', 'theirs', 'older');

/** The volumes each file names, whether its service has them or not. */
export const topVolumes = [
  '\nvolumes:',
  '  data:',
  '  own: {name: "my_${OUT}", driver: local, driver_opts: {type: tmpfs, size: 5}, labels: {a: b}}',
  '  theirs: {external: true}',
  '  older: {external: {name: "old-one"}}',
].join('\n');

const bind = fc.oneof(
  fc
    .tuple(source, target, fc.constantFrom('', ':rw', ':ro', ':z', ':ro,Z', ':rw,rslave', ':shared'))
    .map(([from, to, mode]) => `"${from}:${to}${mode}"`),
  fc
    .tuple(source, target, fc.constantFrom('', ', read_only: true', ', bind: {propagation: rprivate}'))
    .map(([from, to, more]) => `{type: bind, source: "${from}", target: ${to}${more}}`),
);
const volume = fc.oneof(
  fc
    .tuple(named, target, fc.constantFrom('', ':rw', ':ro', ':nocopy', ':ro,nocopy'))
    .map(([from, to, mode]) => `"${from}:${to}${mode}"`),
  fc
    .tuple(named, target, fc.constantFrom('', ', read_only: true', ', volume: {nocopy: true}'))
    .map(([from, to, more]) => `{type: volume, source: ${from}, target: ${to}${more}}`),
);
const tmpfs = fc
  .tuple(target, fc.constantFrom('', ', tmpfs: {size: 1048576}', ', tmpfs: {size: 2m}'))
  .map(([to, more]) => `{type: tmpfs, target: ${to}${more}}`);

/** What a service mounts: of the host, of the engine, in memory; no place twice. */
export const mounts = fc.uniqueArray(
  fc.oneof({ weight: 4, arbitrary: bind }, { weight: 2, arbitrary: volume }, { weight: 1, arbitrary: tmpfs }),
  { selector: (text) => /\/app\/[\w.]+/.exec(text)?.[0], maxLength: 3 },
);
