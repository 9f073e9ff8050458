import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Service, serviceNames } from '../src-shared/docker.ts';
import type { SwitchReport } from '../src-shared/switching.ts';
import { expect, test } from './fixtures.ts';
import { run } from './stand-ins/run.ts';
import { contentOf } from './support/home-content.ts';
import { composeFiles, filesOf, switchedFiles } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';
import { headlineSeen } from './support/seen-in-window.ts';

interface Status {
  readonly home: string;
  readonly dataRoot: string;
  readonly currentUser: string;
  readonly services: readonly Service[];
  readonly consistent: boolean;
}

test.describe('a home written exactly as upstream does', () => {
  test.use({ homeShape: 'upstream' });

  test('works without an edit: status, start, switch', async ({ home, environment, containers, cli }) => {
    expect(environment.AGNO_STORAGE_DIR).toBeUndefined();
    const content = await contentOf(home.folder);
    const idle = (await cli(['status', '--json'])).json<Status>();
    expect(idle).toMatchObject({ home: home.folder, dataRoot: home.dataRoot, currentUser: 'charlie' });
    expect(idle.services.map(({ name, container, image, error }) => ({ name, container, image, error }))).toEqual([
      { name: 'knowledge', container: 'lightrag_pagent', image: 'egsuchanek/lightrag_pagent:latest', error: null },
      { name: 'memory', container: 'lightrag_memory', image: 'egsuchanek/lightrag_pagent:latest', error: null },
    ]);
    const started = await cli(['services', 'start', '--json']);
    expect(started.code, started.stdout).toBe(0);
    // Nothing was edited to get here; the stand-in only wrote into Charlie's own folders.
    expect((await contentOf(home.folder)).filter((line) => !line.startsWith('data/agno/charlie'))).toEqual(
      content.filter((line) => !line.startsWith('data/agno/charlie')),
    );
    await lightRagAt(home.memoryPort).insert('Charlie plays chess.', 'chess.txt');

    const files = await switchedFiles(home.folder);
    const ended = await cli(['switch', 'paula.smith', '--json']);
    expect(ended.code, ended.stdout).toBe(0);
    expect(ended.json<SwitchReport>()).toMatchObject({ success: true, previous_user: 'charlie' });
    // Only the user's own bytes differ: comments, quotes, blanks and both kinds of quotes are where they were.
    expect(await switchedFiles(home.folder)).toEqual(filesOf('paula.smith', files));
    const { knowledge, memory } = await containers.both();
    const folder = join(home.dataRoot, 'agno/paula.smith');
    expect(knowledge.mounts).toEqual({
      '/app/data/rag_storage': join(folder, 'rag_storage'),
      '/app/data/inputs': join(folder, 'inputs'),
      '/app/.env': join(home.folder, 'lightrag_server/env.server'),
    });
    expect(memory.mounts).toMatchObject({ '/app/data/rag_storage': join(folder, 'memory_rag_storage') });
    // As docker-compose reads the same file: a comment behind a value is no part of it, quotes are not either.
    expect(knowledge.environment).toContain('WEBUI_TITLE=Personal Agent KnowledgeBase');
    expect(knowledge.environment).toContain('LLM_TIMEOUT=1800');
    expect(await lightRagAt(home.memoryPort).documents()).toEqual([]);
    const after = (await cli(['status', '--json'])).json<Status>();
    expect(after).toMatchObject({ currentUser: 'paula.smith', consistent: true });
    for (const service of after.services) {
      expect(
        Object.values(service.lamps).map(({ state }) => state),
        service.name,
      ).toEqual(['ok', 'ok', 'ok', 'ok']);
    }
  });

  test('shows in the window with four good lamps, and its wrong probe is pointed out', async ({
    home,
    services: _running,
    desktop,
    cli,
  }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Charlie');
    for (const service of overview.services) {
      await expect(service.lamp('container')).toHaveAccessibleName(/Running$/);
      await expect(service.lamp('http')).toHaveAccessibleName(/Answers in/);
      await expect(service.lamp('model')).toHaveAccessibleName(/Ready$/);
      await expect(service.lamp('mounts')).toHaveAccessibleName(/Charlie$/);
    }
    const probe = `The healthcheck asks port ${home.memoryPort}, but inside its container the service listens on 9621`;
    await expect(overview.memory.troubles).toContainText(probe);
    await expect(overview.memory.troubles).toContainText(join(home.folder, composeFiles.memory));
    await expect(overview.knowledge.troubles).not.toContainText('healthcheck');
    const { services } = (await cli(['status', '--json'])).json<Status>();
    const codes = services.map(({ findings }) => findings.map(({ code }) => code));
    expect(codes).toEqual([['open-to-network'], ['probe-port', 'open-to-network']]);
    expect((await cli(['status'])).stdout).toContain(probe);
  });

  test('is listed by docker-compose with the containers that the app made', async ({ services, dockerCompose }) => {
    for (const service of serviceNames) {
      const table = await dockerCompose(service, 'charlie', 'ps');
      expect(table).toMatch(new RegExp(`^${services.names[service]}\\s.*\\bUp\\b`, 'm'));
    }
  });
});

test('an edit of env.userid by another process shows in the open window within a second', async ({
  folder,
  home,
  desktop,
}) => {
  const { overview, page } = desktop;
  await overview.current('Anna').waitFor();
  const path = join(home.folder, 'env.userid');
  const fresh = join(folder, 'env.userid.new');
  const ways = {
    'written in place': (id: string) => `printf 'USER_ID="${id}"\\n' > '${path}'`,
    'replaced by a rename': (id: string) => `printf 'USER_ID=${id}\\n' > '${fresh}' && mv '${fresh}' '${path}'`,
    'edited by sed': (id: string) => `sed -i 's/^USER_ID=.*/USER_ID=${id}/' '${path}'`,
  };

  for (const [way, command] of Object.entries(ways)) {
    for (const id of ['ben', 'anna']) {
      const seen = headlineSeen(page, `${id === 'ben' ? 'Ben' : 'Anna'} is current.`);
      await run('sh', ['-c', command(id)]);
      // The time of the change itself, as the file system has it: a rename changes it, too.
      const took = (await seen) - (await stat(path)).ctimeMs;
      console.log(`env.userid ${way}: seen in the window after ${took.toFixed(0)} ms`);
      expect(took, way).toBeLessThan(1000);
    }
  }
  await expect(overview.current('Anna')).toBeVisible();
});
