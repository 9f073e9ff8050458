import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { runProgram } from '../lib/run-program.ts';
import { type CredentialPorts, registryAuth } from './credentials.ts';

let folder: string;
let path: string | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-credentials-'));
  path = process.env.PATH;
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true });
});

const pair = Buffer.from('paula:pass:word').toString('base64');
const ports = (): CredentialPorts => ({
  env: {},
  homeFolder: folder,
  readText: async (file) => (await import('node:fs/promises')).readFile(file, 'utf8').catch(() => null),
  runProgram,
});
async function configure(config: unknown): Promise<void> {
  await mkdir(join(folder, '.docker'), { recursive: true });
  await writeFile(join(folder, '.docker/config.json'), typeof config === 'string' ? config : JSON.stringify(config));
}
async function read(registry: string): Promise<unknown> {
  const auth = await registryAuth(registry, ports());
  return auth === null ? null : JSON.parse(Buffer.from(auth, 'base64url').toString('utf8'));
}
async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const cause = await work.catch((thrown: unknown) => thrown);
  return cause instanceof Fault ? cause : expect.fail(`no fault: ${cause}`);
}
/** A real program on the PATH, as helpers are. */
async function install(helper: string, script: string): Promise<void> {
  await writeFile(join(folder, `docker-credential-${helper}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = `${folder}${delimiter}${path}`;
}

describe('the credentials of docker login', () => {
  it('are nobody’s where nobody logged in', async () => {
    expect(await read('ghcr.io')).toBeNull();
    await configure({});
    expect(await read('ghcr.io')).toBeNull();
    await configure({ auths: { 'ghcr.io': {} } });
    expect(await read('ghcr.io')).toBeNull();
  });

  it.each(['ghcr.io', 'https://ghcr.io', 'https://ghcr.io/v2/'])('are found under %s', async (name) => {
    await configure({ auths: { [name]: { auth: pair } } });
    expect(await read('ghcr.io')).toEqual({ username: 'paula', password: 'pass:word', serveraddress: 'ghcr.io' });
    expect(await read('other.io')).toBeNull();
  });

  it('of Docker’s own registry have its old address', async () => {
    await configure({ auths: { 'https://index.docker.io/v1/': { identitytoken: 'token' } } });
    expect(await read('docker.io')).toEqual({ identitytoken: 'token', serveraddress: 'https://index.docker.io/v1/' });
  });

  it('are where DOCKER_CONFIG says', async () => {
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth: pair } } }));
    expect(await registryAuth('ghcr.io', { ...ports(), env: { DOCKER_CONFIG: folder } })).not.toBeNull();
  });

  it('are padded, as older engines want them', async () => {
    await configure({ auths: { 'ghcr.io': { auth: pair } } });
    expect((await registryAuth('ghcr.io', ports()))?.length).toSatisfy((length: number) => length % 4 === 0);
  });

  it.each(['{', '[]', '{"auths":{"ghcr.io":{"auth":"bm9uYW1l"}}}'])(
    'that cannot be read are told: %s',
    async (text) => {
      await configure(text);
      expect((await faultOf(read('ghcr.io'))).code).toBe('images/credentials-unusable');
    },
  );
});

describe.runIf(process.platform !== 'win32')('the credentials of a helper', () => {
  it('are asked of the program for the registry, or of the one for all', async () => {
    await install(
      'one',
      'read host; echo "{\\"ServerURL\\":\\"$host\\",\\"Username\\":\\"$1-$host\\",\\"Secret\\":\\"s\\"}"',
    );
    await configure({ credHelpers: { 'ghcr.io': 'one' } });
    expect(await read('ghcr.io')).toMatchObject({ username: 'get-ghcr.io', password: 's' });
    await configure({ credsStore: 'one' });
    expect(await read('docker.io')).toMatchObject({ username: 'get-https://index.docker.io/v1/' });
  });

  it('may be a token', async () => {
    await install('two', 'cat >/dev/null; echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"t\\"}"');
    await configure({ credsStore: 'two' });
    expect(await read('ghcr.io')).toMatchObject({ identitytoken: 't' });
  });

  it('that has none leaves it to the file', async () => {
    await install('three', 'echo "credentials not found in native keychain"; exit 1');
    await configure({ credsStore: 'three', auths: { 'ghcr.io': { auth: pair } } });
    expect(await read('ghcr.io')).toMatchObject({ username: 'paula' });
    expect(await read('other.io')).toBeNull();
  });

  it.each([
    ['four', 'echo "secret words"; exit 3'],
    ['five', 'echo nonsense'],
    ['six', 'kill -9 $$'],
  ])('that fails is named, and what it says is not shown: %s', async (name, script) => {
    await install(name, script);
    await configure({ credsStore: name });
    const fault = await faultOf(read('ghcr.io'));
    expect(fault.code).toBe('images/credentials-unusable');
    expect(fault.message).toContain(`docker-credential-${name}`);
    expect(fault.message).not.toContain('secret words');
  });

  it.each(['missing', '../../bin/sh', 'a b'])('that cannot be run is told: %s', async (name) => {
    await configure({ credsStore: name });
    expect((await faultOf(read('ghcr.io'))).code).toBe('images/credentials-unusable');
  });
});
