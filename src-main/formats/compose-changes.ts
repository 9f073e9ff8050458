import { Fault } from '../../src-shared/errors.ts';
import { type ComposeChange, setComposeValues } from './compose-edit.ts';
import { type ComposeScalar, composeScalars, pathText } from './compose-scalars.ts';
import { decodeBytes } from './env-bytes.ts';

/** The edits of a compose file that a fix or a migration needs; each changes the bytes of its value alone. */
export interface ComposeEditor {
  /** Gives the published port at a place of `ports` another number. */
  setPublishedPort(index: number, port: number): Uint8Array;
  /** Binds the published port at a place of `ports` to one address of the host. */
  setPortAddress(index: number, address: string): Uint8Array;
  /** Makes the probe ask this port of the container instead of that one. */
  setHealthcheckPort(from: number, to: number): Uint8Array;
  setImage(image: string): Uint8Array;
  /** Replaces the beginning of the paths of volumes and env files, whole folders only; the same bytes where none has it. */
  rewritePaths(from: string, to: string): Uint8Array;
}

/** `[address:]host:container[/protocol]`, where host may be a variable. */
const shortPort = /^(?:(\[[^\]]*\]|[\d.]+|\$\{[^}]*\}):)?(\d+|\$\{[^}]*\}):(\d+(?:\/\w+)?)$/;

/**
 * Makes the editor of a compose file with one service.
 * Faults of it and its edits: `compose/not-yaml`, and `compose/invalid-value` where a place is not there or cannot be
 * edited alone.
 */
export function composeEditor(bytes: Uint8Array, file: string): ComposeEditor {
  const { scalars, service } = composeScalars(decodeBytes(bytes).text, file);
  const below = (...keys: readonly (string | number)[]) =>
    scalars.filter(
      ({ path }) =>
        path[0] === 'services' && path[1] === service && keys.every((key, index) => path[index + 2] === key),
    );
  const apply = (changes: readonly ComposeChange[]) => setComposeValues(bytes, changes, file);
  const refuse = (what: string) => new Fault('compose/invalid-value', `${file}: ${what}.`);

  function shortAt(index: number): { scalar: ComposeScalar; address: string | undefined; host: string; rest: string } {
    const scalar = below('ports', index).find(({ path }) => path.length === 4);
    const [, address, host, rest] = scalar === undefined ? [] : (shortPort.exec(scalar.value) ?? []);
    if (scalar === undefined || host === undefined || rest === undefined) {
      throw refuse(`ports[${index}] is no published port that can be edited`);
    }
    return { scalar, address, host, rest };
  }
  const long = (index: number, key: string) => below('ports', index, key)[0];

  return {
    setPublishedPort(index, port) {
      const published = long(index, 'published');
      if (published !== undefined) return apply([{ path: published.path, value: String(port) }]);
      const { scalar, address, rest } = shortAt(index);
      const front = address === undefined ? '' : `${address}:`;
      return apply([{ path: scalar.path, value: `${front}${port}:${rest}` }]);
    },
    setPortAddress(index, address) {
      const ip = long(index, 'host_ip');
      if (ip !== undefined) return apply([{ path: ip.path, value: address }]);
      const { scalar, host, rest } = shortAt(index);
      return apply([{ path: scalar.path, value: `${address}:${host}:${rest}` }]);
    },
    setHealthcheckPort(from, to) {
      const asked = new RegExp(`(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\]):${from}(?!\\d)`, 'g');
      const changes = below('healthcheck', 'test')
        .map(({ path, value }) => ({ path, old: value, value: value.replaceAll(asked, `$1:${to}`) }))
        .filter(({ old, value }) => old !== value);
      if (changes.length === 0) throw refuse(`healthcheck.test does not ask port ${from} of the container`);
      return apply(changes);
    },
    setImage: (image) => apply([{ path: ['services', service, 'image'], value: image }]),
    rewritePaths(from, to) {
      const changes = [...below('volumes'), ...below('env_file')]
        .filter(({ path }) => path.length < 5 || /\]\.(source|path)$/.test(pathText(path)))
        .filter(({ value }) => value === from || (value.startsWith(from) && /^[/\\:]/.test(value.slice(from.length))))
        .map(({ path, value }) => ({ path, value: to + value.slice(from.length) }));
      return apply(changes);
    },
  };
}
