import type { ServiceName } from '../../src-shared/docker.ts';
import { decodeBytes } from '../formats/env-bytes.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { envStatements } from '../formats/env-statements.ts';
import { envValue } from '../formats/env-value.ts';

/** Settings that name the port of a service as a bare number (facts 1.5); which service's a number is only the name tells. */
const bare: Readonly<Record<ServiceName, RegExp>> = {
  knowledge: /^LIGHTRAG_(SERVER_|KNOWLEDGE_)?PORT$/,
  memory: /^LIGHTRAG_MEMORY_(SERVER_)?PORT$/,
};

/** An address of this computer, as it is and as a container sees it, with its port. */
const localUrl =
  /^(https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal):)(\d{1,5})(?=$|[/?#])/i;

/** What a move makes of a file of settings. */
export interface MovedSettings {
  readonly bytes: Uint8Array;
  /** Settings that name the port in a form that is left alone, such as by a variable. */
  readonly left: readonly string[];
}

/**
 * Lets the settings of a file that say where a service answers name its new port: LIGHTRAG_URL and its like by address,
 * LIGHTRAG_MEMORY_PORT and its like by name. Everything else stays, byte by byte.
 * Faults: `home/env-file-invalid`, `input/invalid`.
 */
export function movePortSettings(
  bytes: Uint8Array,
  move: { readonly service: ServiceName; readonly from: number; readonly to: number },
): MovedSettings {
  const { statements } = envStatements(decodeBytes(bytes).text);
  let moved = bytes;
  for (const statement of new Map(statements.map((one) => [one.key, one])).values()) {
    const { key, raw, quote } = statement;
    if (!key.startsWith('LIGHTRAG_') || quote === 'inherited' || raw.includes('$')) continue;
    const next = movedValue(key, envValue(statement, () => undefined).text, move);
    if (next !== null) moved = setEnvValue(moved, key, next).bytes;
  }
  // What is made of other values follows them, or is left.
  const now = envValues(readEnv(decodeBytes(moved).text, () => undefined));
  const left = [...now].filter(([key, value]) => key.startsWith('LIGHTRAG_') && movedValue(key, value, move) !== null);
  return { bytes: moved, left: left.map(([key]) => key) };
}

function movedValue(
  key: string,
  value: string,
  { service, from, to }: { readonly service: ServiceName; readonly from: number; readonly to: number },
): string | null {
  const [whole, front, port] = localUrl.exec(value) ?? [];
  if (whole !== undefined && front !== undefined && Number(port) === from) {
    return `${front}${to}${value.slice(whole.length)}`;
  }
  return bare[service].test(key) && value.trim() === String(from) ? String(to) : null;
}
