import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ComposeContext, projectName, readCompose } from './compose-file.ts';

const folder = '/home/me/.persag/lightrag_server';
const variables: Readonly<Record<string, string>> = {
  AGNO_STORAGE_DIR: '/data/agno/paula',
  USER_ID: 'paula',
  EMPTY: '',
};
const envFiles: Readonly<Record<string, string>> = {
  [join(folder, 'env.server')]: "A=1 # one\nUSER_ID=charlie\nDIR=${BASE:-/d}/${USER_ID}\nTITLE='Title'\n",
  [join(folder, 'more.env')]: 'A=2\nEXTRA="x y"\n',
};
const context: ComposeContext = {
  folder,
  file: join(folder, 'docker-compose.yml'),
  variable: (name) => variables[name],
  readEnvFile: (path) => envFiles[path] ?? null,
};
const read = (text: string) => readCompose(text, context);
/** A service with an image and these lines more. */
const service = (...lines: string[]) =>
  read(`services:\n  lightrag:\n    image: x\n${lines.map((line) => `    ${line}\n`).join('')}`);

function faultOf(act: () => unknown): { code: string; message: string } {
  try {
    act();
  } catch (cause) {
    return cause as { code: string; message: string };
  }
  throw new Error('nothing was thrown');
}

const plainNetwork = {
  ...{ external: false, aliases: [], address4: '', address6: '', driver: '', options: {}, labels: {} },
  ...{ internal: false, attachable: false, ipv6: false, subnets: [] },
};
const plainRuntime = {
  ...{ platform: null, logging: null, ulimits: [], sharedMemory: null, addedCapabilities: [], droppedCapabilities: [] },
  ...{ readOnly: false, securityOptions: [], dns: [], dnsSearch: [], dnsOptions: [], reservedMemory: null },
  processes: null,
};

/** As facts 1.4 describes upstream's file: unquoted port, probe in Python, lines of blanks at the end. */
const upstream = `services:
  lightrag:
    container_name: lightrag_pagent
    image: egsuchanek/lightrag_pagent:latest
    env_file:
      - env.server
    ports:
      - 9621:9621
    volumes:
      - \${AGNO_STORAGE_DIR}/rag_storage:/app/data/rag_storage
      - \${AGNO_STORAGE_DIR}/inputs:/app/data/inputs
      - ./env.server:/app/.env
    restart: unless-stopped
    extra_hosts:
      - "host.docker.internal:host-gateway"
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:9621/health')"]
      interval: 60s
      timeout: 10s
      retries: 3
      start_period: 120s
    deploy:
      resources:
        limits:
          cpus: "2"
          memory: "2g"
          
    
`;

describe('a compose file as upstream writes it', () => {
  it('is read whole', () => {
    expect(read(upstream)).toEqual({
      volumes: [],
      tmpfs: [],
      networks: [{ ...plainNetwork, key: 'default', name: 'lightrag_server_default' }],
      runtime: plainRuntime,
      project: 'lightrag_server',
      service: 'lightrag',
      containerName: 'lightrag_pagent',
      image: 'egsuchanek/lightrag_pagent:latest',
      environment: { A: '1', USER_ID: 'charlie', DIR: '/d/charlie', TITLE: 'Title' },
      ports: [{ address: '', host: 9621, container: 9621, protocol: 'tcp' }],
      binds: [
        { source: '/data/agno/paula/rag_storage', target: '/app/data/rag_storage', readOnly: false },
        { source: '/data/agno/paula/inputs', target: '/app/data/inputs', readOnly: false },
        { source: join(folder, 'env.server'), target: '/app/.env', readOnly: false },
      ],
      extraHosts: ['host.docker.internal:host-gateway'],
      healthcheck: {
        test: ['CMD', 'python', '-c', "import urllib.request; urllib.request.urlopen('http://localhost:9621/health')"],
        interval: 60e9,
        timeout: 10e9,
        startPeriod: 120e9,
        startInterval: null,
        retries: 3,
      },
      restart: { name: 'unless-stopped', maximumRetryCount: 0 },
      cpus: 2,
      memory: 2 * 1024 ** 3,
      labels: {},
      command: null,
      entrypoint: null,
      user: null,
      init: null,
      stopSignal: null,
      stopGraceSeconds: null,
      workingDir: null,
      hostname: null,
      envFiles: [join(folder, 'env.server')],
      warnings: [],
    });
  });

  it('is the same with CRLF and a byte order mark', () => {
    expect(read(`\ufeff${upstream.replaceAll('\n', '\r\n')}`)).toEqual(read(upstream));
  });

  it('never mounts the root of the disk where the user is not known', () => {
    const fault = faultOf(() => readCompose(upstream, { ...context, variable: () => undefined }));
    expect(fault).toMatchObject({ code: 'compose/invalid-value' });
    expect(fault.message).toMatch(/docker-compose\.yml, line 10: services\.lightrag\.volumes\[0\] .*AGNO_STORAGE_DIR/);
  });
});

describe('the keys of a service', () => {
  it('reads the rest of the supported ones', () => {
    const result = service(
      'command: python -m "my server" --x=\'a b\'',
      'entrypoint: ["/bin/sh", "-c"]',
      'user: "1000:1000"',
      'init: true',
      'stop_signal: SIGINT',
      'stop_grace_period: 1m30.5s',
      'working_dir: /app',
      'hostname: rag',
      'restart: on-failure:3',
      'labels: { a.b: "1", c: two }',
    );
    expect(result).toMatchObject({
      containerName: 'lightrag_server-lightrag-1',
      command: ['python', '-m', 'my server', '--x=a b'],
      entrypoint: ['/bin/sh', '-c'],
      user: '1000:1000',
      init: true,
      stopSignal: 'SIGINT',
      stopGraceSeconds: 91,
      workingDir: '/app',
      hostname: 'rag',
      restart: { name: 'on-failure', maximumRetryCount: 3 },
      labels: { 'a.b': '1', c: 'two' },
      healthcheck: null,
      cpus: null,
    });
  });

  it.each([
    ['9621:9621', '', 9621, 9621, 'tcp'],
    ['"9622:9621"', '', 9622, 9621, 'tcp'],
    ['22:22', '', 22, 22, 'tcp'],
    ['127.0.0.1:9621:9621', '127.0.0.1', 9621, 9621, 'tcp'],
    ['"[::1]:9621:9621/udp"', '::1', 9621, 9621, 'udp'],
    ['127.0.0.1::9621', '127.0.0.1', null, 9621, 'tcp'],
    ['9621', '', null, 9621, 'tcp'],
    ['${PORT:-9700}:9621', '', 9700, 9621, 'tcp'],
    ['{ target: 9621, published: "9622", host_ip: 127.0.0.1, protocol: tcp }', '127.0.0.1', 9622, 9621, 'tcp'],
  ])('reads the port %s', (text, address, host, container, protocol) => {
    expect(service('ports:', `  - ${text}`).ports).toEqual([{ address, host, container, protocol }]);
  });

  it.each([
    ['./data:/data', join(folder, 'data'), '/data', false],
    ['../x:/data:ro', join(folder, '..', 'x'), '/data', true],
    ['/a/b:/data:rw', '/a/b', '/data', false],
    ['"${AGNO_STORAGE_DIR}/c d:/data"', '/data/agno/paula/c d', '/data', false],
    ['${NONE:-/fallback}:/data', '/fallback', '/data', false],
    ['{ type: bind, source: ./x, target: /data, read_only: true }', join(folder, 'x'), '/data', true],
  ])('reads the volume %s', (text, source, target, readOnly) => {
    expect(service('volumes:', `  - ${text}`).binds).toEqual([{ source, target, readOnly }]);
  });

  it('takes a key that stands alone and has no value out of what the env files set', () => {
    for (const written of ['environment: [A, USER_ID]', 'environment: { A: , USER_ID: }']) {
      const { environment } = service('env_file: env.server', written);
      expect(environment).toEqual({ USER_ID: 'paula', DIR: '/d/charlie', TITLE: 'Title' });
    }
  });

  it('puts environment over the env files, whichever way it is written', () => {
    const list = service(
      'env_file: [env.server, more.env]',
      'environment:',
      '  - A=3',
      '  - USER_ID',
      '  - NONE',
      '  - E=',
    );
    const map = service(
      'env_file: [env.server, { path: more.env }, { path: none.env, required: false }]',
      'environment: { A: 3, USER_ID: , NONE: , E: "" }',
    );
    expect(list.environment).toEqual({
      A: '3',
      USER_ID: 'paula',
      DIR: '/d/charlie',
      TITLE: 'Title',
      EXTRA: 'x y',
      E: '',
    });
    expect(map.environment).toEqual(list.environment);
    expect(map.envFiles).toEqual(list.envFiles);
    expect(service('env_file: env.server').envFiles).toEqual([join(folder, 'env.server')]);
  });

  it.each([
    ['test: curl -f http://x', ['CMD-SHELL', 'curl -f http://x']],
    ['test: ["CMD-SHELL", "exit 0"]', ['CMD-SHELL', 'exit 0']],
    ['test: [NONE]', ['NONE']],
    ['disable: true', ['NONE']],
    ['interval: 5s', []],
  ])('reads the probe { %s }', (text, test) => {
    expect(service(`healthcheck: { ${text} }`).healthcheck?.test).toEqual(test);
  });

  it.each([
    ['500ms', 5e8],
    ['1h2m3s', 3723e9],
    ['1.5m', 90e9],
    ['10us', 1e4],
  ])('reads the duration %s', (text, nanoseconds) => {
    expect(service(`healthcheck: { interval: ${text} }`).healthcheck?.interval).toBe(nanoseconds);
  });

  it.each([
    ['1024', 1024],
    ['"2g"', 2 * 1024 ** 3],
    ['512m', 512 * 1024 ** 2],
    ['1.5GB', 1.5 * 1024 ** 3],
    ['4KiB', 4096],
    ['100b', 100],
  ])('reads the size %s', (text, bytes) => {
    expect(service(`deploy: { resources: { limits: { memory: ${text}, cpus: 0.50 } } }`)).toMatchObject({
      memory: bytes,
      cpus: 0.5,
    });
  });

  it('replaces variables in values, knows anchors and passes over x- keys', () => {
    const result = read(`
x-common: &common
  image: \${LIGHTRAG_IMAGE:-ghcr.io/hkuds/lightrag:latest}
  labels: [cost=$$5]
version: "3.8"
name: My Project
services:
  rag:
    <<: *common
    x-note: \${NOBODY}
    hostname: \${USER_ID}-\${EMPTY-x}
`);
    expect(result).toMatchObject({
      project: 'myproject',
      service: 'rag',
      image: 'ghcr.io/hkuds/lightrag:latest',
      labels: { cost: '$5' },
      hostname: 'paula-',
      warnings: [],
    });
  });

  it('warns of a variable without a value where that is not fatal, and of odd lines of env files', () => {
    const { warnings, hostname } = service('hostname: a${NONE}b');
    expect(hostname).toBe('ab');
    expect(warnings).toEqual([expect.stringMatching(/line 4: services\.lightrag\.hostname .*NONE/)]);
    const odd = { ...context, readEnvFile: () => 'A=1\n"oops\n' };
    expect(readCompose('services: { a: { image: x, env_file: e } }', odd).warnings).toEqual([
      expect.stringMatching(/lightrag_server.e, line 2/),
    ]);
  });
});

describe('project names', () => {
  it.each([
    ['lightrag_server', 'lightrag_server'],
    ['My Server.v2', 'myserverv2'],
    ['_-x-1_', 'x-1_'],
    ['ÄÖ', 'default'],
  ])('makes of %j %j', (text, name) => {
    expect(projectName(text)).toBe(name);
  });
});
