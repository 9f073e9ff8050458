import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEndpoints } from './endpoint.ts';
import { knownPlaces } from './known-places.ts';
import { faultOf } from './testing/code-of.ts';

let homeFolder: string;
const on = (env: Record<string, string> = {}, platform: NodeJS.Platform = 'linux') => ({ env, homeFolder, platform });
const usualPlaces = (...given: Parameters<typeof on>) => knownPlaces(on(...given)).map(({ address }) => address);
const addresses = async (env: Record<string, string> = {}) =>
  (await findEndpoints(on(env))).candidates.map(({ endpoint }) => endpoint.address);

beforeEach(async () => {
  homeFolder = await mkdtemp(join(tmpdir(), 'persag-endpoint-'));
});
afterEach(() => rm(homeFolder, { recursive: true }));

async function writeContext(folder: string, name: string, host: string): Promise<string> {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = join(folder, 'contexts', 'meta', id);
  await mkdir(meta, { recursive: true });
  const content = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  await writeFile(join(meta, 'meta.json'), JSON.stringify(content));
  return id;
}

test('DOCKER_HOST comes before everything', async () => {
  await writeContext(join(homeFolder, '.docker'), 'colima', 'unix:///colima.sock');
  expect(await addresses({ DOCKER_HOST: 'unix:///explicit.sock', DOCKER_CONTEXT: 'colima' })).toEqual([
    'unix:///explicit.sock',
  ]);
});

test('DOCKER_CONTEXT comes before the context in use', async () => {
  const docker = join(homeFolder, '.docker');
  await writeContext(docker, 'colima', 'unix:///colima.sock');
  await writeContext(docker, 'desktop-linux', 'unix:///desktop.sock');
  await writeFile(join(docker, 'config.json'), JSON.stringify({ currentContext: 'desktop-linux' }));
  expect(await addresses({ DOCKER_CONTEXT: 'colima' })).toEqual(['unix:///colima.sock']);
  expect(await addresses()).toEqual(['unix:///desktop.sock']);
});

test('DOCKER_CONFIG moves the folder', async () => {
  const folder = join(homeFolder, 'elsewhere');
  await writeContext(folder, 'rancher', 'unix:///rd.sock');
  expect(await addresses({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'rancher' })).toEqual(['unix:///rd.sock']);
});

test('certificates of a context are used', async () => {
  const folder = join(homeFolder, '.docker');
  const id = await writeContext(folder, 'far', 'tcp://box:2376');
  const tls = join(folder, 'contexts', 'tls', id, 'docker');
  await mkdir(tls, { recursive: true });
  await writeFile(join(tls, 'ca.pem'), 'CA');
  const [found] = (await findEndpoints(on({ DOCKER_CONTEXT: 'far' }))).candidates;
  expect(found?.endpoint.target).toEqual({ protocol: 'https', host: 'box', port: 2376, ca: 'CA' });
});

test('an unknown context is a fault that names it', async () => {
  const fault = await faultOf(findEndpoints(on({ DOCKER_CONTEXT: 'gone' })));
  expect(fault.code).toBe('docker/unreachable');
  expect(fault.message).toContain('gone');
});

test('the context default, no config and a broken config mean the usual places', async () => {
  const usual = usualPlaces();
  expect(await addresses()).toEqual(usual);
  expect(await addresses({ DOCKER_CONTEXT: 'default' })).toEqual(usual);
  await mkdir(join(homeFolder, '.docker'));
  await writeFile(join(homeFolder, '.docker', 'config.json'), '{ broken');
  expect(await addresses()).toEqual(usual);
});

test('a rootless engine is preferred to the system one', () => {
  const places = usualPlaces({ XDG_RUNTIME_DIR: '/run/user/7' });
  expect(places.indexOf('unix:///run/user/7/docker.sock')).toBeLessThan(places.indexOf('unix:///var/run/docker.sock'));
});

test('macOS and Windows have places of their own', () => {
  expect(usualPlaces({}, 'darwin')).toContain(`unix://${homeFolder}/.colima/default/docker.sock`);
  expect(usualPlaces({}, 'win32')[0]).toBe('npipe:////./pipe/docker_engine');
});

test('TLS asked for without certificates is a fault', async () => {
  const env = { DOCKER_HOST: 'tcp://box:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: homeFolder };
  expect((await faultOf(findEndpoints(on(env)))).code).toBe('docker/unreachable');
  for (const name of ['ca', 'cert', 'key']) await writeFile(join(homeFolder, `${name}.pem`), name);
  const [found] = (await findEndpoints(on(env))).candidates;
  expect(found?.endpoint.target).toMatchObject({ protocol: 'https', ca: 'ca', cert: 'cert', key: 'key' });
});

test('TLS settings do not concern a socket', async () => {
  expect(await addresses({ DOCKER_HOST: 'unix:///x.sock', DOCKER_TLS_VERIFY: '1' })).toEqual(['unix:///x.sock']);
});
