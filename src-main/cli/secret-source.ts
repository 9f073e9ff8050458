import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { Fault } from '../../src-shared/errors.ts';
import { askHidden } from './hidden-line.ts';
import type { PassphraseSource } from './passphrase-source.ts';
import { type PassphraseOptions, passphraseSource, withPassphraseOptions } from './passphrase-source.ts';

/** The options of a command that takes secrets. A value is never an argument: the list of processes shows those. */
export interface SecretOptions extends PassphraseOptions {
  /** Fields whose secret a person is asked for. */
  readonly secret: readonly string[];
  /** Fields whose secret is on the next line of standard input. */
  readonly secretStdin: readonly string[];
  /** `field=file` each. */
  readonly secretFile: readonly string[];
}

/** What a command was given of secrets: the passphrase they are kept under, and the secrets by field. */
export interface GivenSecrets {
  readonly passphrase: PassphraseSource;
  readonly secrets: Readonly<Record<string, string>>;
}

const collect = (value: string, before: readonly string[]) => [...before, value];

/** Adds the options to a command. */
export function withSecretOptions(command: Command): Command {
  return withPassphraseOptions(command)
    .option('--secret <field>', 'ask for a secret without showing it, such as apiKey', collect, [])
    .option('--secret-stdin <field>', 'read a secret from the next line of standard input', collect, [])
    .option('--secret-file <field=file>', 'read a secret from the first line of a file', collect, []);
}

/**
 * Gets what the options name. Of standard input the first line is the passphrase where that comes from there, too.
 * Faults: `input/invalid`, `access/passphrase-needed`.
 */
export async function givenSecrets(options: SecretOptions): Promise<GivenSecrets> {
  const lines = options.secretStdin.length > 0 ? (await text(process.stdin)).split(/\r?\n/) : [];
  const passphrase = await passphraseOf(options, lines);
  const secrets: Record<string, string> = {};
  for (const field of options.secretStdin) secrets[field] = lines.shift() ?? '';
  for (const pair of options.secretFile) {
    const [field, file] = splitPair(pair, 'field=file');
    secrets[field] = (await readFileLine(file)) ?? '';
  }
  for (const field of options.secret) secrets[field] = await asked(field);
  return { passphrase, secrets };
}

/** `name=value`. Fault: `input/invalid`. */
export function splitPair(pair: string, shape: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1)];
  // What was given may be a secret in the wrong place: it is not repeated.
  throw new Fault('input/invalid', `Write it as ${shape}.`);
}

async function passphraseOf(options: SecretOptions, lines: string[]): Promise<PassphraseSource> {
  if (options.passphraseStdin !== true || options.secretStdin.length === 0) return passphraseSource(options);
  const first = lines.shift() ?? '';
  return {
    given: true,
    async next() {
      if (first === '') throw new Fault('access/passphrase-needed', 'There is no passphrase on the first line.');
      return first;
    },
  };
}

async function readFileLine(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/)[0];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('input/invalid', `The file of the secret cannot be read: ${why}.`);
  }
}

async function asked(field: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const message = `A value for ${field} is needed, and there is no terminal to ask for it.`;
    throw new Fault('input/invalid', message, { hint: 'Use --secret-stdin or --secret-file.' });
  }
  const typed = await askHidden(`${field}: `, process.stdin, (words) => void process.stderr.write(words));
  if (typed === null || typed === '') throw new Fault('input/invalid', `Nothing was entered for ${field}.`);
  return typed;
}
