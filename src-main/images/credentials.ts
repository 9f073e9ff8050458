import { join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';

/** What reading credentials needs of the outside. */
export interface CredentialPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** Null where there is no such file. */
  readText(path: string): Promise<string | null>;
  /** Runs a program that is found on the PATH, without a shell. Rejects where it cannot be started. */
  runProgram(
    name: string,
    args: readonly string[],
    input: string,
  ): Promise<{ readonly code: number; readonly output: string }>;
}

const configShape = z.object({
  auths: z
    .record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});
const secretShape = z.object({ Username: z.string(), Secret: z.string() });

/** The name under which `docker login` keeps what is for Docker's own registry. */
const hubKey = 'https://index.docker.io/v1/';

/**
 * Who to be for a registry, as `docker login` left it: in the file's own `auths`, or with a credential helper
 * (docker-credential-NAME get). The value is for X-Registry-Auth: JSON in base64url (Engine API, authentication).
 * Null where nobody logged in. Fault: `images/credentials-unusable` where what is there cannot be read.
 */
export async function registryAuth(registry: string, ports: CredentialPorts): Promise<string | null> {
  const folder = ports.env.DOCKER_CONFIG || join(ports.homeFolder, '.docker');
  const file = join(folder, 'config.json');
  const text = await ports.readText(file);
  if (text === null) return null;
  const config = parse(text, file);
  const key = registry === 'docker.io' ? hubKey : registry;
  const helper = config.credHelpers?.[registry] ?? config.credHelpers?.[key] ?? config.credsStore;
  // As the docker command does it: a helper that has nothing leaves it to the file.
  const kept = helper === undefined ? null : await askHelper(helper, key, ports);
  const own = kept ?? fromFile(config.auths ?? {}, key, file);
  if (own === null) return null;
  // With its padding, without which older engines take it for nothing at all.
  const encoded = Buffer.from(JSON.stringify({ ...own, serveraddress: key })).toString('base64');
  return encoded.replaceAll('+', '-').replaceAll('/', '_');
}

type Identity = { readonly username: string; readonly password: string } | { readonly identitytoken: string };

function parse(text: string, file: string): z.output<typeof configShape> {
  try {
    return configShape.parse(JSON.parse(text));
  } catch (cause) {
    throw new Fault('images/credentials-unusable', `${file} cannot be read as Docker's settings.`, { cause });
  }
}

function fromFile(
  auths: Readonly<Record<string, { auth?: string | undefined; identitytoken?: string | undefined }>>,
  key: string,
  file: string,
): Identity | null {
  const entry = auths[key] ?? Object.entries(auths).find(([name]) => hostOf(name) === hostOf(key))?.[1];
  if (entry?.identitytoken) return { identitytoken: entry.identitytoken };
  if (!entry?.auth) return null;
  const pair = Buffer.from(entry.auth, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1)
    throw new Fault('images/credentials-unusable', `The entry for ${key} in ${file} is no name and password.`);
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, '').split('/')[0] ?? name;
}

async function askHelper(helper: string, key: string, ports: CredentialPorts): Promise<Identity | null> {
  const program = `docker-credential-${helper}`;
  const unusable = (why: string, cause?: unknown) =>
    new Fault('images/credentials-unusable', `The credentials for ${key} are with ${program}, and ${why}.`, { cause });
  if (!/^[A-Za-z0-9._-]+$/.test(helper)) throw unusable('that is no name of a program');
  let answer: { readonly code: number; readonly output: string };
  try {
    answer = await ports.runProgram(program, ['get'], key);
  } catch (cause) {
    throw unusable('it cannot be started', cause);
  }
  if (answer.code !== 0) {
    // The helpers' own words for "nobody logged in there"; their output may else hold anything, and is not shown.
    if (/credentials not found|not found in native keychain|no credentials server URL/i.test(answer.output))
      return null;
    throw unusable(`it ended with code ${answer.code}`);
  }
  try {
    const { Username, Secret } = secretShape.parse(JSON.parse(answer.output));
    return Username === '<token>' ? { identitytoken: Secret } : { username: Username, password: Secret };
  } catch {
    throw unusable('what it answers cannot be read');
  }
}
