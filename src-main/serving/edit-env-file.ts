import type { ServiceName } from '../../src-shared/docker.ts';
import type { ServingChange } from '../../src-shared/serving.ts';
import { decodeBytes } from '../formats/env-bytes.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { isSecretName, mask, maskKnown } from '../formats/mask-secrets.ts';
import type { WantedValues } from './wanted-values.ts';

/** An env file with other values. */
export interface EditedEnvFile {
  readonly bytes: Uint8Array;
  /** Only what really changes, in the order of the file's names; secrets masked. */
  readonly changes: readonly ServingChange[];
  readonly writesSecret: boolean;
}

/**
 * Gives an env file the wanted values. One that is to have none is emptied, where it has one; its line stays.
 * Faults: `input/invalid` for a value that no form of env file can hold, `home/env-file-invalid`.
 */
export function editEnvFile(
  file: { readonly service: ServiceName; readonly path: string; readonly bytes: Uint8Array },
  { values, secrets }: Pick<WantedValues, 'values' | 'secrets'>,
): EditedEnvFile {
  const { service, path } = file;
  const former = envValues(readEnv(decodeBytes(file.bytes).text, () => undefined));
  const changes: ServingChange[] = [];
  let { bytes } = file;
  let writesSecret = false;
  for (const [name, value] of values) {
    const before = former.get(name) ?? null;
    const after = value ?? '';
    if (before === after || (value === null && before === null)) continue;
    bytes = setEnvValue(bytes, name, after).bytes;
    const isSecret = secrets.has(name) || isSecretName(name) || /^AWS_(ACCESS|SECRET|SESSION|BEARER)_/.test(name);
    writesSecret ||= secrets.has(name);
    const shown = (text: string | null) => {
      if (text === null || text === '') return null;
      return isSecret ? mask : maskKnown(text);
    };
    changes.push({ service, file: path, name, before: shown(before), after: shown(after) });
  }
  return { bytes, changes, writesSecret };
}
