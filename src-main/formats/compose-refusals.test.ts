import { describe, expect, it } from 'vitest';
import { readCompose } from './compose-file.ts';

const folder = '/home/me/.persag/lightrag_server';
const read = (text: string) =>
  readCompose(text, {
    folder,
    file: `${folder}/docker-compose.yml`,
    variable: () => undefined,
    readEnvFile: () => null,
  });
/** A service with an image and this line more, which is the fourth. */
const service = (line: string) => read(`services:\n  lightrag:\n    image: x\n    ${line}\n`);

function faultOf(act: () => unknown): { code: string; message: string } {
  try {
    act();
  } catch (cause) {
    return cause as { code: string; message: string };
  }
  throw new Error('nothing was thrown');
}

describe('what is refused of a compose file', () => {
  it.each([
    ['networks: { default: { mac_address: x } }', 'services.lightrag.networks.default.mac_address'],
    ['depends_on: [x]', 'services.lightrag.depends_on'],
    ['logging: { drivers: x }', 'services.lightrag.logging.drivers'],
    [
      'volumes: [{ type: bind, source: ., target: /x, consistency: cached }]',
      'services.lightrag.volumes[0].consistency',
    ],
    ['env_file: [{ path: x, optional: true }]', 'services.lightrag.env_file[0].optional'],
    ['privileged: true', 'services.lightrag.privileged'],
    ['build: .', 'services.lightrag.build'],
    ['network_mode: host', 'services.lightrag.network_mode'],
    ['deploy: { replicas: 2 }', 'services.lightrag.deploy.replicas'],
    ['deploy: { resources: { limits: { disk: 1 } } }', 'services.lightrag.deploy.resources.limits.disk'],
    [
      'deploy: { resources: { reservations: { devices: [] } } }',
      'services.lightrag.deploy.resources.reservations.devices',
    ],
    ['healthcheck: { tests: x }', 'services.lightrag.healthcheck.tests'],
    ['ports: [{ target: 1, name: x }]', 'services.lightrag.ports[0].name'],
    ['privileged:', 'services.lightrag.privileged'],
  ])('names the key of %s with file and line', (line, path) => {
    const fault = faultOf(() => service(line));
    expect(fault.code).toBe('compose/unsupported-key');
    expect(fault.message).toContain(`docker-compose.yml, line 4: ${path} `);
  });

  it.each([
    ['environment: ["A=1", "A=${NONE:-1}"]', 'services.lightrag.environment[1]'],
    ['labels: [a=b, a=b]', 'services.lightrag.labels[1]'],
    ['ports: ["80:80", 81:81, "80:80"]', 'services.lightrag.ports[2]'],
    ['volumes: [./a:/b, ./a:/b]', 'services.lightrag.volumes[1]'],
    ['env_file: [env.server, env.server]', 'services.lightrag.env_file[1]'],
    ['extra_hosts: ["a:1.2.3.4", "a:1.2.3.4"]', 'services.lightrag.extra_hosts[1]'],
  ])('refuses %s, which says one thing twice', (line, path) => {
    const fault = faultOf(() => service(line));
    expect(fault.code).toBe('compose/invalid-value');
    expect(fault.message).toContain(`docker-compose.yml, line 4: ${path} `);
  });

  it.each([
    ['services: { a: { image: x } }\nsecrets: { n: }\n', 'line 2: secrets '],
    ['services: { a: { image: x } }\nconfigs: { n: }\n', 'line 2: configs '],
    ['services: { a: { image: x } }\nnetworks: { n: { scope: local } }\n', 'line 2: networks.n.scope '],
    ['services: { a: { image: x } }\nvolumes: { n: { size: 1 } }\n', 'line 2: volumes.n.size '],
    ['services:\n  a: { image: x }\n  b: { image: y }\n', 'line 3: services.b '],
  ])('refuses more than one service and what is beside services: %j', (text, where) => {
    const fault = faultOf(() => read(text));
    expect(fault.code).toBe('compose/unsupported-key');
    expect(fault.message).toContain(where);
  });

  it.each([
    ['a: b: c\n', 1],
    ['services:\n  a: [\n', 3],
    ['services:\n\ta: 1\n', 2],
    ['services:\n  a: { image: x }\n  a: { image: y }\n', 3],
    ['', 1],
    ['just words\n', 1],
    ['- a\n- b\n', 1],
    ['services: {}\n---\nservices: {}\n', 2],
    ['\0\0\0', 1],
    ['services:\n  a: { image: *none }\n', 2],
    ['services:\n  a: &a\n    <<: *a\n    image: x\n', 3],
    [`services: ${'['.repeat(20_000)}`, 1],
  ])('says which line is not YAML: %j', (text, line) => {
    const fault = faultOf(() => read(text));
    expect(fault.code).toBe('compose/not-yaml');
    expect(fault.message).toContain(`docker-compose.yml, line ${line}:`);
  });

  it.each([
    'ports: [9621-9630:9621-9622]',
    'ports: [9630-9621:9630-9621]',
    'ports: [1-2000:1-2000]',
    'ports: ["99999:1"]',
    'ports: ["127.0.0.1:9621"]',
    'ports: 9621',
    'ports: ["a:b"]',
    'volumes: ["data:/data"]',
    'volumes: ["/data"]',
    'volumes: ["/a:relative"]',
    'volumes: ["/a:/b:cached"]',
    'volumes: ["/a:/b:nocopy"]',
    'volumes: [{ type: bind, source: /a, target: /b, tmpfs: { size: 1m } }]',
    'volumes: [{ type: tmpfs, target: /b, tmpfs: { mode: 9 } }]',
    'volumes: [{ type: bind, source: /a, target: /b, bind: { create_host_path: false, selinux: z } }]',
    'tmpfs: relative',
    'networks: [none]',
    'env_file: [{ path: env.server, format: ini }]',
    'ulimits: { nofile: { soft: 1 } }',
    'ulimits: { nofile: many }',
    'shm_size: big',
    'read_only: perhaps',
    'cpus: two',
    'volumes: ["/a:/b:/c:ro"]',
    'volumes: ["${NONE}/x:/y"]',
    'volumes: [{ type: volume, source: x, target: /y }]',
    'env_file: ["${NONE}/x"]',
    'restart: sometimes',
    'restart: always:3',
    'init: maybe',
    'stop_grace_period: 10',
    'healthcheck: { interval: 10 }',
    'healthcheck: { interval: soon }',
    'healthcheck: { retries: 1.5 }',
    'healthcheck: { test: [] }',
    'healthcheck: { test: [python, x] }',
    'deploy: { resources: { limits: { memory: lots } } }',
    'deploy: { resources: { limits: { cpus: two } } }',
    'deploy: here',
    'environment: { A: 0644 }',
    'environment: { A: 1.10 }',
    'environment: { A: [1] }',
    'environment: ["A B=1"]',
    'extra_hosts: [alone]',
    'command: "unclosed \'"',
    'hostname: ${NONE:?set it}',
    'hostname: "100$"',
    'hostname: [a]',
  ])('names the place of a value that means nothing: %s', (line) => {
    const fault = faultOf(() => service(line));
    expect(fault.code).toBe('compose/invalid-value');
    expect(fault.message).toContain('docker-compose.yml, line 4: services.lightrag.');
  });

  it('refuses a file without services or image, and a missing env file', () => {
    expect(faultOf(() => read('version: "3"\n')).code).toBe('compose/invalid-value');
    expect(faultOf(() => read('services: {}\n')).code).toBe('compose/invalid-value');
    expect(faultOf(() => read('services: { a: { hostname: x } }\n')).code).toBe('compose/invalid-value');
    expect(faultOf(() => read('services: { a: }\n')).code).toBe('compose/invalid-value');
    expect(faultOf(() => service('env_file: none.env')).code).toBe('home/file-missing');
  });
});
