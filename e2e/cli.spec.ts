import { join } from 'node:path';
import { lampNames, type Service } from '../src-shared/docker.ts';
import type { AppError } from '../src-shared/errors.ts';
import { expect, test } from './fixtures.ts';
import { contentOf } from './support/home-content.ts';

test('help tells what there is, with examples and exit codes', async ({ cli }) => {
  const help = await cli(['--help']);
  expect(help.code).toBe(0);
  for (const words of ['status', 'users', 'switch', 'services', '--json', '--home', 'Examples:', 'Exit codes: 0']) {
    expect(help.stdout, words).toContain(words);
  }
  for (const command of [['users'], ['users', 'create'], ['services'], ['switch'], ['status']]) {
    const own = await cli([...command, '--help']);
    expect([own.code, own.stderr], command.join(' ')).toEqual([0, '']);
    expect(own.stdout).toContain(`Usage: persag ${command.join(' ')}`);
  }
});

test('wrong usage ends with 2, says what is wrong, and changes nothing', async ({ home, cli }) => {
  const before = await contentOf(home.folder);
  for (const args of [
    ['nonsense'],
    ['switch'],
    ['switch', 'ben', 'charlie'],
    ['switch', 'ben', '--everything'],
    ['users', 'create'],
    ['users', 'create', 'dana', '--type', 'King'],
    ['services', 'start', 'both'],
    ['services', 'explode'],
    ['status', '--home'],
  ]) {
    const { code, stdout, stderr } = await cli(args);
    expect([code, stdout], args.join(' ')).toEqual([2, '']);
    expect(stderr, args.join(' ')).toMatch(/^error: /);
    expect(stderr).toContain('persag --help');
  }
  expect(await contentOf(home.folder)).toEqual(before);
});

test('status --json has what scripts rely on, before and after the services run', async ({
  home,
  machine,
  containers,
  cli,
}) => {
  const read = async () => {
    const { code, stderr, json } = await cli(['status', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    return json<{ services: Service[] }>();
  };
  const images = { knowledge: machine.image, memory: machine.image };
  const ports = { knowledge: home.knowledgePort, memory: home.memoryPort };
  const expected = (states: Record<string, string>) => ({
    home: home.folder,
    dataRoot: home.dataRoot,
    currentUser: 'anna',
    engine: { state: 'ready', endpoint: machine.dockerHost },
    services: (['knowledge', 'memory'] as const).map((name) => ({
      name,
      container: containers.names[name],
      image: images[name],
      ports: [{ address: '127.0.0.1', host: ports[name], container: 9621 }],
      lamps: Object.fromEntries(lampNames.map((lamp) => [lamp, { state: states[lamp] }])),
    })),
  });
  const idle = await read();
  expect(idle).toMatchObject(expected({ container: 'warn', http: 'unknown', model: 'ok', mounts: 'unknown' }));
  for (const { lamps } of idle.services) {
    for (const lamp of lampNames) {
      expect(lamps[lamp].why).toMatch(/\.$/);
      expect(Number.isNaN(Date.parse(lamps[lamp].since))).toBe(false);
    }
    expect(lamps.container.advice).not.toBeNull();
  }
  expect((await cli(['services', 'start', '--json'])).code).toBe(0);
  const running = await read();
  expect(running).toMatchObject({
    ...expected({ container: 'ok', http: 'ok', model: 'ok', mounts: 'ok' }),
    consistent: true,
  });
  for (const service of running.services) {
    expect(service).toMatchObject({ version: '1.5.7', servesUser: 'anna', busy: null, error: null });
  }
});

test('users list --json has every user, the current one marked', async ({ home, cli }) => {
  const listed = (await cli(['users', 'list', '--json'])).json();
  expect(listed).toMatchObject({
    registry: join(home.dataRoot, 'users_registry.json'),
    users: [
      { id: 'anna', name: 'Anna', type: 'Admin', isCurrent: true, unsafe: null, ...seen },
      { id: 'ben', name: 'Ben', type: 'Standard', isCurrent: false, unsafe: null, ...seen },
    ],
  });
  expect((await cli(['users', 'list'])).stdout).toMatch(/^\*\s+anna\s+Anna\s+Admin/m);
});

const seen = {
  lastSeen: '2025-11-19T08:09:10.123456',
  createdAt: '2025-09-01T10:20:30.456789',
  completeness: 38,
  memoryYear: null,
  hasFolder: true,
  color: null,
  avatar: null,
};

test('a failure ends with 1, as JSON for scripts and in words for people', async ({ cli }) => {
  const forScripts = await cli(['switch', 'nobody', '--json']);
  expect([forScripts.code, forScripts.stderr]).toEqual([1, '']);
  const { error, ...rest } = forScripts.json<{ error: AppError }>();
  expect(rest).toEqual({});
  expect(Object.keys(error).sort()).toEqual(['code', 'hint', 'message']);
  expect(error.code).toBe('users/unknown');
  const forPeople = await cli(['switch', 'nobody']);
  expect([forPeople.code, forPeople.stdout]).toEqual([1, '']);
  for (const words of [`Error: ${error.message}`, error.hint, '(users/unknown)'])
    expect(forPeople.stderr).toContain(words);
});

test('--home chooses another home than the environment does', async ({ folder, home, cli }) => {
  const elsewhere = join(folder, 'elsewhere');
  const status = await cli(['--home', elsewhere, 'status', '--json']);
  expect(status.json()).toMatchObject({ home: elsewhere, currentUser: 'default_user' });
  const relative = await cli(['status', '--home', 'home', '--json'], { cwd: folder, env: { PERSAG_HOME: elsewhere } });
  expect(relative.json()).toMatchObject({ home: home.folder, currentUser: 'anna' });
});

test('a limit that is none is refused', async ({ cli }) => {
  for (const PERSAG_SERVICE_TIMEOUT of ['0', '-5', 'soon', '99999']) {
    const refused = await cli(['status', '--json'], { env: { PERSAG_SERVICE_TIMEOUT } });
    expect([refused.code, refused.error().code], PERSAG_SERVICE_TIMEOUT).toEqual([1, 'input/invalid']);
    expect(refused.error().message).toContain(PERSAG_SERVICE_TIMEOUT);
  }
});
