import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerState } from '../src-shared/docker.ts';
import type { PortMovePlan, PortsState } from '../src-shared/ports.ts';
import { expect, test } from './fixtures.ts';
import { testLabel } from './stand-ins/engine/find-engine.ts';
import { contentOf } from './support/home-content.ts';
import { envFiles, serviceFolders } from './support/home-files.ts';
import { holdPort } from './support/port-holder.ts';

test.describe('a newcomer', () => {
  test.use({ homeShape: 'upstream' });

  test('whose port python3 has is told so by name and pid; one click, and the service answers elsewhere', async ({
    folder,
    home,
    desktop,
    cli,
  }) => {
    const { overview } = desktop;
    const port = home.knowledgePort;
    const read = (path: string) => readFile(join(home.folder, path), 'utf8');
    const compose = join(serviceFolders.knowledge, 'docker-compose.yml');
    const before = {
      compose: await read(compose),
      env: await read(envFiles.knowledge),
      memory: await read(envFiles.memory),
    };
    // Nobody has to start anything: it is seen as soon as it is so.
    const holder = await holdPort(port, folder);
    try {
      const notice = overview.notice(`Port ${port} is used by python3 (pid ${holder.pid})`);
      await expect(notice).toBeVisible();
      await notice.getByRole('button', { name: 'Show the change for Knowledge' }).click();
      const change = overview.change('lightrag_server/docker-compose.yml');
      await expect(change).toContainText(`${port}:9621`);
      await expect(overview.change('lightrag_server/env.server')).toBeVisible();
      expect(await read(compose)).toBe(before.compose);

      const move = notice.getByRole('button', { name: /^Let Knowledge use \d+$/ });
      const to = Number(/\d+$/.exec(await move.innerText())?.[0]);
      expect(to).toBeGreaterThan(port);
      await move.click();
      await expect(overview.notice(`Knowledge uses port ${to} now.`)).toContainText('backup');
      await expect(notice).toBeHidden();
      await expect(overview.knowledge.lamp('http')).toHaveAccessibleName(/Answers in/);
      await expect(overview.knowledge.facts).toContainText(String(to));
      expect((await fetch(`http://127.0.0.1:${to}/health`)).status).toBe(200);

      expect(await read(compose)).toBe(before.compose.replace(`${port}:9621`, `${to}:9621`));
      expect(await read(envFiles.knowledge)).toBe(
        before.env.replaceAll(`http://localhost:${port}`, `http://localhost:${to}`),
      );
      expect(await read(envFiles.memory)).toBe(before.memory);
      const status = (await cli(['status', '--json'])).json<DockerState>();
      expect(status.services[0]).toMatchObject({ ports: [{ host: to }], lamps: { http: { state: 'ok' } } });
      // Whoever had the port has it still.
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    } finally {
      await holder.end();
    }
  });
});

test.describe('services ports', () => {
  test('names who has each port, shows a move, and makes it', async ({ folder, home, cli }) => {
    const port = home.memoryPort;
    const free = await cli(['services', 'ports', '--json']);
    expect(free.code).toBe(0);
    expect(free.json<PortsState>().ports.map(({ state }) => state)).toEqual(['free', 'free']);
    const holder = await holdPort(port, folder);
    try {
      const taken = await cli(['services', 'ports', '--json']);
      expect(taken.code).toBe(1);
      expect(taken.json<PortsState>().ports[1]).toMatchObject({
        ...{ service: 'memory', port, state: 'taken' },
        holder: { kind: 'process', name: 'python3', pid: holder.pid },
      });
      const before = await contentOf(home.folder);
      const shown = await cli(['services', 'ports', '--move', 'memory', '--dry-run', '--json']);
      expect(shown.code).toBe(0);
      const plan = shown.json<PortMovePlan>();
      expect(plan.from).toBe(port);
      expect(await contentOf(home.folder)).toEqual(before);
      const wrong = await cli(['services', 'ports', '--move', 'memory', '--to', String(home.knowledgePort), '--json']);
      expect([wrong.code, wrong.error().code]).toEqual([1, 'ports/not-free']);
      expect(await contentOf(home.folder)).toEqual(before);

      const moved = await cli(['services', 'ports', '--move', 'memory', '--to', String(plan.to)]);
      expect(moved.code, moved.stderr).toBe(0);
      expect(moved.stdout).toContain(`Memory answers at port ${plan.to}`);
      expect((await fetch(`http://127.0.0.1:${plan.to}/health`)).status).toBe(200);
      const after = (await cli(['services', 'ports', '--json'])).json<PortsState>();
      expect(after.ports[1]).toMatchObject({ port: plan.to, state: 'ours', holder: null });
    } finally {
      await holder.end();
    }
  });

  test('leaves files and a container of somebody else as they are where the service cannot be made', async ({
    home,
    machine,
    containers,
    cli,
  }) => {
    const stranger = await machine.docker.createContainer({
      name: containers.names.knowledge,
      Image: machine.image,
      Labels: { [testLabel]: 'stranger' },
      ExposedPorts: { '9621/tcp': {} },
      HostConfig: {
        PortBindings: { '9621/tcp': [{ HostIp: '127.0.0.1', HostPort: String(home.knowledgePort) }] },
      },
    });
    await stranger.start();
    const identity = async () => {
      const { Id, Name, State } = await stranger.inspect();
      return [Id, Name, State.StartedAt, State.Status];
    };
    const before = { content: await contentOf(home.folder), stranger: await identity() };
    const taken = (await cli(['services', 'ports', '--json'])).json<PortsState>();
    expect(taken.ports[0]).toMatchObject({ holder: { kind: 'container', name: containers.names.knowledge } });
    // Its name is the service's too, so that another port alone does not help.
    const refused = await cli(['services', 'ports', '--move', 'knowledge', '--json']);
    expect([refused.code, refused.error().code]).toEqual([1, 'docker/name-taken']);
    const withoutBackup = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('backups'));
    expect(withoutBackup(await contentOf(home.folder))).toEqual(withoutBackup(before.content));
    expect(await identity()).toEqual(before.stranger);
  });
});
