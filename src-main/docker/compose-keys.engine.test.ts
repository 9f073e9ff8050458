import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPodmanAskedFor } from '../../e2e/stand-ins/engine/find-engine.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { readCompose } from '../formats/compose-file.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'cli', windowId: 0 };
const knowledge = { services: ['knowledge'] as ServiceName[] };

describe.runIf(engine !== null)('what a compose file says reaches the container', () => {
  let stage: Stage;
  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine);
  });
  afterEach(async () => {
    await stage.end();
    for (const volume of (await engine?.docker.listVolumes())?.Volumes ?? []) {
      if (volume.Name.startsWith('persag-test-')) await engine?.docker.getVolume(volume.Name).remove();
    }
  });

  /** The service of the stage with these lines of its compose file, and those at the end of the file. */
  async function withLines(lines: readonly string[], rest: readonly string[] = []): Promise<ComposeService> {
    const [files] = await stage.files();
    if (files?.compose === undefined) throw new Error('no files');
    const { compose, composeFile, folder } = files;
    const head = [
      `name: ${compose.project}`,
      'services:',
      `  ${compose.service}:`,
      `    image: ${compose.image}`,
      `    container_name: ${compose.containerName}`,
      '    environment: { USER_ID: paula }',
      `    ports: ["127.0.0.1:${stage.ports.knowledge}:9621"]`,
    ];
    const text = [...head, ...lines.map((line) => `    ${line}`), ...rest, ''].join('\n');
    const read = readCompose(text, { variable: () => undefined, folder, file: composeFile, readEnvFile: () => null });
    const labels = { ...compose.labels, ...read.labels };
    stage.change.knowledge = { ...read, labels };
    return read;
  }

  async function started() {
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
    expect(state.services[0]?.differences).toEqual([]);
    return engine?.docker.getContainer(stage.names.knowledge).inspect();
  }

  // Where these tests run, Podman's runtime may not set the limits of processes that Podman itself adds to ours.
  test.skipIf(isPodmanAskedFor())('limits, isolation, logging, names', async () => {
    await withLines([
      'hostname: rag-box',
      'user: "0"',
      'init: true',
      'stop_signal: SIGINT',
      'stop_grace_period: 3s',
      'labels: ["persag.x=1"]',
      'logging: { driver: json-file, options: { max-size: 1m, max-file: "2" } }',
      'ulimits: { nofile: { soft: 2048, hard: 4096 } }',
      'shm_size: 32m',
      'cap_drop: [MKNOD]',
      'security_opt: ["no-new-privileges:true"]',
      'dns: [10.0.0.1]',
      'dns_search: example.org',
      'dns_opt: ["ndots:1"]',
      'extra_hosts: ["box:10.1.2.3"]',
      'read_only: true',
      'tmpfs: ["/tmp", "/run:size=1m", /app/data]',
      'mem_limit: 256m',
      'mem_reservation: 128m',
      'cpus: 0.5',
      'pids_limit: 200',
      'restart: on-failure:3',
      'healthcheck: { test: ["CMD-SHELL", "true"], interval: 7s, timeout: 2s, retries: 4, start_period: 1s }',
    ]);
    const made = await started();
    expect(made?.Config).toMatchObject({
      ...{ Hostname: 'rag-box', User: '0', StopSignal: 'SIGINT', StopTimeout: 3 },
      Labels: { 'persag.x': '1' },
      Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 7e9, Timeout: 2e9, Retries: 4, StartPeriod: 1e9 },
    });
    expect(made?.HostConfig).toMatchObject({
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
      Ulimits: [{ Name: 'nofile', Soft: 2048, Hard: 4096 }],
      ...{ ShmSize: 32 * 1024 ** 2, CapDrop: ['MKNOD'], SecurityOpt: ['no-new-privileges:true'] },
      ...{ Dns: ['10.0.0.1'], DnsSearch: ['example.org'], DnsOptions: ['ndots:1'], ExtraHosts: ['box:10.1.2.3'] },
      ...{ ReadonlyRootfs: true, Tmpfs: { '/tmp': '', '/run': 'size=1m', '/app/data': '' }, Init: true },
      ...{ Memory: 256 * 1024 ** 2, MemoryReservation: 128 * 1024 ** 2, NanoCpus: 5e8, PidsLimit: 200 },
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    });
  });

  test('volumes of the project, of others, and folders that must be there', async () => {
    const prefix = stage.names.knowledge;
    await engine?.docker.createVolume({ Name: `${prefix}-theirs` });
    await mkdir(join(stage.root, 'a:b'));
    const { project } = await withLines(
      [
        'volumes:',
        '  - data:/app/data',
        '  - "outer:/outer:ro"',
        `  - { type: bind, source: "${join(stage.root, 'a:b')}", target: /colon, read_only: true }`,
        `  - { type: bind, source: ${stage.root}, target: /must, bind: { create_host_path: false } }`,
        '  - { type: tmpfs, target: /memory, tmpfs: { size: 1m } }',
      ],
      ['volumes:', '  data: { labels: [kept=yes] }', `  outer: { external: true, name: ${prefix}-theirs }`],
    );
    const made = await started();
    const mounts = (made?.Mounts ?? []).map(({ Name, Source, Destination, RW }) => [Name ?? Source, Destination, RW]);
    expect(mounts).toEqual(
      expect.arrayContaining([
        [`${project}_data`, '/app/data', true],
        [`${prefix}-theirs`, '/outer', false],
        [join(stage.root, 'a:b'), '/colon', false],
        [stage.root, '/must', true],
      ]),
    );
    // Podman tells its own options behind those asked for.
    expect(made?.HostConfig.Tmpfs).toEqual({ '/memory': expect.stringMatching(/^size=1048576(,|$)/) });
    const volume = await engine?.docker.getVolume(`${project}_data`).inspect();
    expect(volume?.Labels).toMatchObject({ kept: 'yes', 'com.docker.compose.volume': 'data' });
    // What is in a volume outlasts a new container.
    const before = made?.Id;
    await stage.feature.recreate(knowledge, caller);
    const after = await engine?.docker.getContainer(prefix).inspect();
    expect(after?.Id).not.toBe(before);
    expect(after?.Mounts.some(({ Name }) => Name === `${project}_data`)).toBe(true);
  });

  // Podman makes a folder that is missing, whatever is asked of it.
  test.skipIf(isPodmanAskedFor())('a folder that must be there and is not is told', async () => {
    const bind = `{ type: bind, source: ${join(stage.root, 'nowhere')}, target: /x, bind: { create_host_path: false } }`;
    await withLines([`volumes: [${bind}]`]);
    await expect(stage.feature.start(knowledge, caller)).rejects.toMatchObject({ code: 'docker/mount-refused' });
    expect(await stage.containers()).toEqual({});
  });

  test('an external network or volume that is missing is told', async () => {
    await withLines(['volumes: ["outer:/x"]'], ['volumes: { outer: { external: true, name: persag-none } }']);
    await expect(stage.feature.start(knowledge, caller)).rejects.toThrow(/persag-none/);
    await withLines(['networks: [outer]'], ['networks: { outer: { external: true, name: persag-none } }']);
    await expect(stage.feature.start(knowledge, caller)).rejects.toThrow(/persag-none/);
    expect(await stage.containers()).toEqual({});
  });

  test('several networks, one of them of others, with aliases and a fixed address', async () => {
    const prefix = stage.names.knowledge;
    await engine?.docker.createNetwork({ Name: `${prefix}-theirs` });
    const { project } = await withLines(
      [
        'networks:',
        '  front: { priority: 9, aliases: [rag], ipv4_address: 10.213.77.5 }',
        '  outer: { aliases: [there] }',
      ],
      [
        'networks:',
        '  front: { ipam: { config: [{ subnet: 10.213.77.0/24, gateway: 10.213.77.1 }] }, labels: [x=y] }',
        `  outer: { external: true, name: ${prefix}-theirs }`,
      ],
    );
    const made = await started();
    const networks = made?.NetworkSettings.Networks ?? {};
    expect(Object.keys(networks).sort()).toEqual([`${project}_front`, `${prefix}-theirs`].sort());
    expect(networks[`${project}_front`]).toMatchObject({ IPAddress: '10.213.77.5' });
    expect(networks[`${project}_front`]?.Aliases).toEqual(expect.arrayContaining(['lightrag', 'rag']));
    expect(networks[`${prefix}-theirs`]?.Aliases).toEqual(expect.arrayContaining(['lightrag', 'there']));
    const front = await engine?.docker.getNetwork(`${project}_front`).inspect();
    expect(front?.Labels).toMatchObject({ x: 'y', 'com.docker.compose.network': 'front' });
  });

  // Podman knows no ranges to choose from.
  test.skipIf(isPodmanAskedFor())('a range of ports that the engine chooses from', async () => {
    const first = stage.ports.memory;
    const read = await withLines([]);
    const range = { address: '127.0.0.1', host: null, hostRange: `${first}-${first}`, container: 7777 } as const;
    stage.change.knowledge = { ...stage.change.knowledge, ports: [...read.ports, { ...range, protocol: 'tcp' }] };
    const made = await started();
    expect(made?.NetworkSettings.Ports['7777/tcp']?.[0]?.HostPort).toBe(String(first));
  });
});
