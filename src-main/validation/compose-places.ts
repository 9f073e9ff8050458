import { Fault } from '../../src-shared/errors.ts';
import { type ComposeScalar, composeScalars } from '../formats/compose-scalars.ts';
import { decodeBytes } from '../formats/env-bytes.ts';

/** Where the values of a compose file's service stand. */
export interface ComposePlaces {
  readonly scalars: readonly ComposeScalar[];
  /** The values below a key of the service, such as `ports`, then a place in its list. */
  below(...keys: readonly (string | number)[]): readonly ComposeScalar[];
  /** The line of the first of them, null where there is none written there. */
  line(...keys: readonly (string | number)[]): number | null;
}

/** The places, or null where the file is no YAML; another check says so. */
export function readComposePlaces(bytes: Uint8Array, file: string): ComposePlaces | null {
  try {
    const { scalars, service } = composeScalars(decodeBytes(bytes).text, file);
    const below = (...keys: readonly (string | number)[]) =>
      scalars.filter(({ path }) => ['services', service, ...keys].every((key, index) => path[index] === key));
    return { scalars, below, line: (...keys) => below(...keys)[0]?.line ?? null };
  } catch (cause) {
    if (cause instanceof Fault) return null;
    throw cause;
  }
}
