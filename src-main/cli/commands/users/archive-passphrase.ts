import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { Fault } from '../../../../src-shared/errors.ts';

/** Where the passphrase of an archive comes from. It is never an argument: the list of processes shows those. */
export interface PassphraseOptions {
  readonly passphraseStdin?: boolean;
  readonly passphraseFile?: string;
}

/** Adds the options to a command. */
export function withPassphraseOptions(command: Command): Command {
  return command
    .option('--passphrase-file <file>', 'read the passphrase from the first line of a file')
    .option('--passphrase-stdin', 'read the passphrase from the first line of standard input');
}

/** The passphrase that was handed in; undefined where none was. Fault: `input/invalid`. */
export async function handedIn({ passphraseFile, passphraseStdin }: PassphraseOptions): Promise<string | undefined> {
  if (passphraseFile === undefined && passphraseStdin !== true) return undefined;
  const [line = ''] = (await given(passphraseFile)).split(/\r?\n/, 1);
  if (line === '') throw new Fault('input/invalid', 'There is no passphrase on the first line.');
  return line;
}

async function given(file: string | undefined): Promise<string> {
  if (file === undefined) return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('input/invalid', `The file of the passphrase cannot be read: ${why}.`);
  }
}
