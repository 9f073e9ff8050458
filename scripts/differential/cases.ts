import { join } from 'node:path';
import * as fc from 'fast-check';
import { setEnvValue } from '../../src-main/formats/env-edit.ts';
import { Fault } from '../../src-shared/errors.ts';
import { envText, wantedValue } from './env-cases.ts';
import type { ComposeInput } from './run-compose.ts';
import { composeText } from './service-cases.ts';

/** One case: the files as both readers get them, and what an edit promised one of them would say. */
export interface Case extends ComposeInput {
  /** Set in `one.env` by our own editor; null where it refused the value, which is then not set. */
  readonly edited: { readonly key: string; readonly value: string } | null;
}

/** What the shell exports. Names of our own users' settings are not among them: those never come from a shell. */
const shell = { PATH: '/usr/bin:/bin', HOME: '/home/somebody', OUT: 'out', EMPTY: '', OUT_PATH: '/srv/out' };

/** What stands beside the compose file in any case, with a line of each kind of quotes. */
const dotEnvLines = [
  'PORT=8123',
  'SECONDS=15',
  'export PROCESSORS=3',
  'ENV_NAME=one # the first',
  "DOT='dot x'",
  'DOT_PATH="/srv/dot"',
  'OUT=inside',
];

/** Env files, a compose file and the `.env` beside it; one env file has gone through the editor. */
export function caseOf(folder: string): fc.Arbitrary<Case> {
  return fc
    .record({
      one: envText,
      two: envText,
      compose: composeText,
      dotEnv: fc.shuffledSubarray(dotEnvLines, { minLength: dotEnvLines.length }),
      // EDITED is in no generated file, A and C often are.
      key: fc.constantFrom('A', 'C', 'EDITED'),
      value: wantedValue,
    })
    .map(({ one, two, compose, dotEnv, key, value }) => {
      const edited = edit(one, key, value);
      return {
        folder: join(folder, 'LightRAG_server-1'),
        environment: shell,
        edited: edited === null ? null : { key, value },
        files: {
          'docker-compose.yml': compose,
          '.env': `${dotEnv.join('\n')}\n`,
          'one.env': edited ?? one,
          'two.env': two,
        },
      };
    });
}

function edit(text: string, key: string, value: string): string | null {
  try {
    const { bytes } = setEnvValue(new TextEncoder().encode(text), key, value);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof Fault) return null;
    throw cause;
  }
}
