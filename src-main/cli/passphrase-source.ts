import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { Fault } from '../../src-shared/errors.ts';
import { askHidden } from './hidden-line.ts';

/** The options of every command that may need a passphrase. It is never an argument: the list of processes shows those. */
export interface PassphraseOptions {
  readonly passphraseStdin?: boolean;
  readonly passphraseFile?: string;
}

/** Where a command gets passphrases from. */
export interface PassphraseSource {
  /** True where they were handed in, line by line; false where a person is asked. */
  readonly given: boolean;
  /** The next one. Fault: `access/passphrase-needed` where there is none and nobody can be asked. */
  next(question: string): Promise<string>;
}

/** Adds the options to a command. */
export function withPassphraseOptions(command: Command): Command {
  return command
    .option('--passphrase-stdin', 'read the passphrase from standard input, one a line')
    .option('--passphrase-file <file>', 'read the passphrase from a file, one a line');
}

/** Makes the source that the options ask for; with neither, the terminal. Fault: `input/invalid`. */
export async function passphraseSource(options: PassphraseOptions): Promise<PassphraseSource> {
  const given = await handedIn(options);
  if (given === null) return { given: false, next: ask };
  const lines = given.split(/\r?\n/);
  return {
    given: true,
    async next() {
      const line = lines.shift();
      if (line === undefined || line === '') throw needed('There is no passphrase on the next line.');
      return line;
    },
  };
}

/** A passphrase that is to be set: asked for twice where a person types it, as nobody sees a slip. Fault: `input/invalid`. */
export async function newPassphrase(source: PassphraseSource, question: string): Promise<string> {
  const typed = await source.next(question);
  if (!source.given && typed !== (await source.next('Once more: '))) {
    throw new Fault('input/invalid', 'The two are not the same, so nothing was changed.');
  }
  return typed;
}

async function handedIn({ passphraseStdin, passphraseFile }: PassphraseOptions): Promise<string | null> {
  if (passphraseFile !== undefined) {
    try {
      return await readFile(passphraseFile, 'utf8');
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('input/invalid', `The file of the passphrase cannot be read: ${why}.`);
    }
  }
  return passphraseStdin === true ? text(process.stdin) : null;
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw needed('A passphrase is needed, and there is no terminal to ask for it.');
  const typed = await askHidden(question, process.stdin, (words) => void process.stderr.write(words));
  if (typed === null || typed === '') throw needed('No passphrase was given.');
  return typed;
}

function needed(message: string): Fault {
  return new Fault('access/passphrase-needed', message);
}
