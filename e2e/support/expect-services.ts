import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { TestHome } from '../stand-ins/homes.ts';
import type { HomeContainers } from './containers.ts';
import { lightRagAt } from './lightrag-client.ts';

/** Both containers run, mount the user's folders, were told the user's name, and answer. */
export async function expectServicesOf(user: string, containers: HomeContainers, home: TestHome): Promise<void> {
  const folder = join(home.dataRoot, 'agno', user);
  const { knowledge, memory } = await containers.both();
  expect(knowledge.mounts).toMatchObject({
    '/app/data/rag_storage': join(folder, 'rag_storage'),
    '/app/data/inputs': join(folder, 'inputs'),
  });
  expect(memory.mounts).toMatchObject({
    '/app/data/rag_storage': join(folder, 'memory_rag_storage'),
    '/app/data/inputs': join(folder, 'memory_inputs'),
  });
  for (const container of [knowledge, memory]) {
    expect(container.running).toBe(true);
    expect(container.environment).toContain(`USER_ID=${user}`);
  }
  for (const port of [home.knowledgePort, home.memoryPort]) {
    expect(await lightRagAt(port).health()).toMatchObject({ status: 'healthy' });
  }
}

/** Nothing is left of a switch but the two containers. */
export async function expectNoLeftovers(containers: HomeContainers): Promise<void> {
  expect(await containers.all()).toEqual(Object.values(containers.names).sort());
}
