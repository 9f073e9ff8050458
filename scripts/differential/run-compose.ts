import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Service } from './our-answer.ts';

/** What is put before both readers. */
export interface ComposeInput {
  /** Absolute; Compose's files are written here. */
  readonly folder: string;
  /** Text by file name, `docker-compose.yml` among them. */
  readonly files: Readonly<Record<string, string>>;
  /** The shell's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the answer should hold what `docker-compose config` prints. */
  readonly text?: boolean;
}

/** What a reader makes of it; `text` is what `docker-compose config` would print. */
export type ComposeAnswer =
  | { readonly service: Service; readonly text?: string }
  | { readonly refused: string; readonly text?: undefined };

/** Debian's docker-compose 1.29: the command and the Python it runs in. */
export interface Compose {
  readonly command: string;
  readonly python: string;
}

/** The first `docker-compose` on PATH that is a Python script, or null: Compose 2 is a binary and no subject here. */
export function findCompose(): Compose | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const command = join(folder, 'docker-compose');
    if (folder === '' || !existsSync(command)) continue;
    const python = /^#!(\S*python3\S*)\n/.exec(readFileSync(command, 'latin1').slice(0, 200))?.[1];
    if (python !== undefined) return { command, python };
  }
  return null;
}

/**
 * Compose's answers, in the order of the inputs, by one process of its own library: the command takes half a second for
 * each, the function behind it a hundredth.
 */
export async function composeAnswers(
  { python }: Compose,
  inputs: readonly ComposeInput[],
): Promise<readonly ComposeAnswer[]> {
  const child = spawn(python, [join(import.meta.dirname, 'compose-answers.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (part) => {
    // Of its warnings, one for each variable without a value, only the end matters: why it died.
    said.splice(0, said.length - 20);
    said.push(String(part));
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin.end(inputs.map((input) => `${JSON.stringify(input)}\n`).join(''));
  const answers: ComposeAnswer[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line) as ComposeAnswer);
  const code = await ended;
  if (code !== 0 || answers.length !== inputs.length) {
    throw new Error(`Compose answered ${answers.length} of ${inputs.length} and ended with ${code}: ${said.join('')}`);
  }
  return answers;
}
