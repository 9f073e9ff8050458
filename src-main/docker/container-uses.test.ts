import { expect, test } from 'vitest';
import type { ContainerFacts } from './container-facts.ts';
import { usesOf } from './container-uses.ts';
import { serviceLabel } from './ownership.ts';
import { sampleFacts, samplePlan, sampleSummary } from './testing/samples.ts';

const folder = { folder: '/data/agno/dana', root: '/data' };
const own = { [serviceLabel]: 'knowledge' };

function engine(containers: readonly Partial<ContainerFacts>[]): Parameters<typeof usesOf>[0] {
  const all = containers.map((one, index) => sampleFacts({ id: `c${index}`, labels: {}, ...one }));
  return {
    list: async () => all.map(({ id, name, labels }) => sampleSummary({ id, names: [name], labels })),
    inspect: async (id) => all.find((one) => one.id === id) ?? null,
  };
}

const mounting = (source: string, extra: Partial<ContainerFacts> = {}): Partial<ContainerFacts> => ({
  name: 'one',
  mounts: [{ type: 'bind', source, target: '/t', readOnly: false }],
  ...extra,
});
const uses = (container: Partial<ContainerFacts>) => usesOf(engine([container]), [samplePlan()], [folder]);

test.each([
  ['the folder', '/data/agno/dana'],
  ['a part of it', '/data/agno/dana/rag_storage'],
  ['all users', '/data/agno'],
  ['the data root', '/data/'],
  ['the folder as Docker Desktop writes it', '/host_mnt/data/agno/dana'],
  ['the folder in other letters', '/data/agno/Dana/inputs'],
])('a running container that mounts %s uses it', async (_what, source) => {
  expect(await uses(mounting(source))).toEqual([{ container: 'one', running: true }]);
});

test.each([
  ['another user', '/data/agno/dana2/rag_storage'],
  ['the whole disk', '/'],
  ['something else', '/srv'],
])('a running container that mounts %s does not', async (_what, source) => {
  expect(await uses(mounting(source))).toEqual([]);
});

test('a stopped container counts where it is ours', async () => {
  const stopped = { running: false, status: 'exited' };
  expect(await uses(mounting(folder.folder, { ...stopped, labels: own }))).toEqual([
    { container: 'one', running: false },
  ]);
  expect(await uses(mounting(folder.folder, stopped))).toEqual([]);
  expect(await uses(mounting(folder.folder, { ...stopped, paused: true }))).toHaveLength(1);
});
