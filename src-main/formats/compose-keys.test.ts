import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCompose } from './compose-file.ts';

const folder = '/home/me/.persag/lightrag_server';
const files: Readonly<Record<string, string>> = {
  [join(folder, 'raw.env')]: "\uFEFF# note\n  A='x' # y\nB=${C}\nOUT\nNOWHERE\n\nE=\n",
  [join(folder, 'bad.env')]: 'A B=1\n',
};
const read = (text: string) =>
  readCompose(text, {
    folder,
    file: join(folder, 'docker-compose.yml'),
    variable: (name) => ({ OUT: 'out', HOME: '/home/me' })[name],
    readEnvFile: (path) => files[path] ?? null,
  });
/** A service with an image and these lines more, and these of the file. */
const service = (lines: string, rest = '') => read(`services:\n  lightrag:\n    image: x\n    ${lines}\n${rest}`);

describe('ports', () => {
  it.each([
    [
      '"8000-8001:80-81"',
      [
        { host: 8000, container: 80 },
        { host: 8001, container: 81 },
      ],
    ],
    [
      '"80-81"',
      [
        { host: null, container: 80 },
        { host: null, container: 81 },
      ],
    ],
    ['"127.0.0.1:8000-8010:80/udp"', [{ host: null, hostRange: '8000-8010', container: 80, protocol: 'udp' }]],
    ['"1:2/sctp"', [{ host: 1, container: 2, protocol: 'sctp' }]],
    [
      '{ target: 80, published: "8000-8010", host_ip: "::1" }',
      [{ host: null, hostRange: '8000-8010', address: '::1' }],
    ],
    ['{ target: 80, published: "" }', [{ host: null, container: 80 }]],
  ])('of %s', (text, ports) => {
    expect(service(`ports: [${text}]`).ports).toMatchObject(ports);
  });
});

describe('mounts', () => {
  it('have modes', () => {
    const { binds } = service('volumes: ["/a:/a:z", "/b:/b:ro,Z", "/c:/c:rw,rslave", "~/d:/d"]');
    expect(binds).toEqual([
      { source: '/a', target: '/a', readOnly: false, relabel: 'z' },
      { source: '/b', target: '/b', readOnly: true, relabel: 'Z' },
      { source: '/c', target: '/c', readOnly: false, propagation: 'rslave' },
      { source: '/home/me/d', target: '/d', readOnly: false },
    ]);
  });

  it('say whether a missing folder is made, in the long form', () => {
    const bind = (more: string) =>
      service(`volumes: [{ type: bind, source: ./a, target: /a, bind: { ${more} } }]`).binds;
    expect(bind('create_host_path: true')).toEqual([{ source: `${folder}/a`, target: '/a', readOnly: false }]);
    expect(bind('create_host_path: false')[0]).toHaveProperty('mustExist', true);
    expect(bind('selinux: Z, propagation: shared')[0]).toMatchObject({ relabel: 'Z', propagation: 'shared' });
  });

  it('are volumes of the project or of others, where the file names them', () => {
    const top =
      'volumes:\n  data:\n  own: { name: my_own, driver: local, driver_opts: { type: tmpfs, size: 1 }, labels: [a=b] }\n  theirs: { external: true }\n  old: { external: { name: older } }\n';
    const items = '["data:/a", "own:/b:ro,nocopy", { type: volume, source: theirs, target: /c }, "old:/d"]';
    const { volumes, binds } = service(`volumes: ${items}`, top);
    expect(binds).toEqual([]);
    expect(volumes).toMatchObject([
      { key: 'data', name: 'lightrag_server_data', target: '/a', readOnly: false, copy: true, external: false },
      {
        name: 'my_own',
        readOnly: true,
        copy: false,
        driver: 'local',
        options: { type: 'tmpfs', size: '1' },
        labels: { a: 'b' },
      },
      { key: 'theirs', name: 'theirs', external: true },
      { key: 'old', name: 'older', external: true },
    ]);
  });

  it('are in memory, in three ways', () => {
    const { tmpfs } = service(
      'tmpfs: ["/a", "/b:size=1m,ro"]\n    volumes: [{ type: tmpfs, target: /c, read_only: true, tmpfs: { size: 2m, mode: 1777 } }]',
    );
    expect(tmpfs).toEqual([
      { target: '/c', options: 'ro,size=2097152,mode=1777' },
      { target: '/a', options: '' },
      { target: '/b', options: 'size=1m,ro' },
    ]);
    expect(service('tmpfs: /run').tmpfs).toEqual([{ target: '/run', options: '' }]);
  });
});

describe('networks', () => {
  it('are the default one, which the file may describe', () => {
    expect(service('init: true').networks).toMatchObject([{ key: 'default', name: 'lightrag_server_default' }]);
    const own = service('init: true', 'networks: { default: { name: shared, external: true } }\n').networks;
    expect(own).toMatchObject([{ name: 'shared', external: true }]);
  });

  it('are ordered by priority, then by name, and give names and addresses', () => {
    const top = [
      'networks:',
      '  back: { internal: true, attachable: true, enable_ipv6: true, driver: bridge, driver_opts: { mtu: 1400 } }',
      '  front: { external: true, name: outer }',
      '  third: { ipam: { config: [{ subnet: 10.9.0.0/24, gateway: 10.9.0.1 }] }, labels: { a: b } }',
      '',
    ].join('\n');
    const own = '{ front: , back: { aliases: [x, y], ipv4_address: 10.9.0.5 }, third: { priority: 5 } }';
    expect(service(`networks: ${own}`, top).networks).toMatchObject([
      {
        key: 'third',
        name: 'lightrag_server_third',
        subnets: [{ subnet: '10.9.0.0/24', gateway: '10.9.0.1', range: '' }],
      },
      { key: 'back', aliases: ['x', 'y'], address4: '10.9.0.5', internal: true, attachable: true, ipv6: true },
      { key: 'front', name: 'outer', external: true },
    ]);
    expect(service('networks: [back]', top).networks[0]).toMatchObject({ driver: 'bridge', options: { mtu: '1400' } });
  });
});

describe('what the engine is told besides', () => {
  it('is read in every form', () => {
    const lines = [
      'platform: linux/amd64',
      'logging: { driver: local, options: { max-size: 10m, max-file: 3 } }',
      'ulimits: { nproc: 65535, nofile: { soft: 1, hard: -1 } }',
      'shm_size: 64m',
      'cap_add: [SYS_NICE]',
      'cap_drop: [ALL]',
      'read_only: true',
      'security_opt: ["no-new-privileges:true"]',
      'dns: 10.0.0.1',
      'dns_search: [a, b]',
      'dns_opt: ["ndots:1"]',
      'mem_limit: 1g',
      'mem_reservation: 512m',
      'cpus: 1.5',
      'pids_limit: 100',
    ];
    const { runtime, cpus, memory } = service(lines.join('\n    '));
    expect({ cpus, memory }).toEqual({ cpus: 1.5, memory: 1024 ** 3 });
    expect(runtime).toEqual({
      platform: 'linux/amd64',
      logging: { driver: 'local', options: { 'max-size': '10m', 'max-file': '3' } },
      ulimits: [
        { name: 'nproc', soft: 65535, hard: 65535 },
        { name: 'nofile', soft: 1, hard: -1 },
      ],
      sharedMemory: 64 * 1024 ** 2,
      addedCapabilities: ['SYS_NICE'],
      droppedCapabilities: ['ALL'],
      readOnly: true,
      securityOptions: ['no-new-privileges:true'],
      dns: ['10.0.0.1'],
      dnsSearch: ['a', 'b'],
      dnsOptions: ['ndots:1'],
      reservedMemory: 512 * 1024 ** 2,
      processes: 100,
    });
  });

  it('may be written at either of two places, and at both only where they agree', () => {
    const deploy =
      'deploy: { resources: { limits: { memory: 1g, pids: 5 }, reservations: { memory: 1m, cpus: "0.5" } } }';
    const both = service(`${deploy}\n    mem_limit: 1024m`);
    expect(both).toMatchObject({ memory: 1024 ** 3, runtime: { processes: 5, reservedMemory: 1024 ** 2 } });
    expect(both.warnings).toHaveLength(1);
    expect(both.warnings[0]).toContain('reservations.cpus');
    expect(() => service(`${deploy}\n    mem_limit: 2g`)).toThrow(/line 5: services.lightrag.mem_limit differs/);
  });
});

describe('a raw env file', () => {
  it('is taken as it is written', () => {
    const { environment, warnings } = service('env_file: [{ path: raw.env, format: raw }]');
    expect(environment).toEqual({ A: "'x' # y", B: '${C}', OUT: 'out', E: '' });
    expect(warnings).toEqual([]);
  });

  it('is refused where a line begins with no name', () => {
    expect(() => service('env_file: [{ path: bad.env, format: raw }]')).toThrow(/services.lightrag.env_file\[0\]/);
  });
});

it('anchors and merge keys reach the newer keys, and x- keys mean nothing', () => {
  const text = [
    'x-logging: &logging { driver: local }',
    'x-base: &base { read_only: true, logging: *logging, x-note: 1 }',
    'services:',
    '  lightrag:',
    '    <<: *base',
    '    image: x',
    '',
  ].join('\n');
  expect(read(text).runtime).toMatchObject({ readOnly: true, logging: { driver: 'local' } });
});
