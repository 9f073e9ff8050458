import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setFaults } from '../../e2e/stand-ins/lightrag/faults.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { DockerState, LampName, LampState, ServiceName } from '../../src-shared/docker.ts';
import { faultOf } from './testing/code-of.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';
import { until } from './testing/wait-until.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'window', windowId: 1 };
const both = { services: ['knowledge', 'memory'] as ServiceName[] };

describe.runIf(engine !== null)('watching real containers', () => {
  let stage: Stage;
  let last: DockerState | null;
  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine);
    last = null;
    stage.feature.onChanged((state) => {
      last = state;
    });
    stage.feature.watch();
  });
  afterEach(() => stage.end());
  const shows = (lamp: LampName, state: LampState) => until(() => last?.services[0]?.lamps[lamp].state === state);

  test('what others do to a container is seen', async () => {
    await stage.feature.start(both, caller);
    const container = engine?.docker.getContainer(stage.names.knowledge);
    await shows('http', 'ok');
    await container?.stop();
    await shows('container', 'warn');
    await shows('http', 'unknown');
    await container?.start();
    await shows('http', 'ok');
    await container?.pause();
    await shows('container', 'warn');
    await container?.unpause();
    await shows('container', 'ok');
    await container?.remove({ force: true });
    await until(() => last?.services[0]?.startedAt === null && last.services[0].lamps.container.state === 'warn');
  });

  test('a restart by others never shows a container that has ended', async () => {
    await stage.feature.start(both, caller);
    await shows('http', 'ok');
    const before = last?.services[0]?.startedAt;
    const states = new Set<LampState | undefined>();
    stage.feature.onChanged((state) => states.add(state.services[0]?.lamps.container.state));
    await engine?.docker.getContainer(stage.names.knowledge).restart();
    await until(() => last?.services[0]?.startedAt !== before && last?.services[0]?.lamps.http.state === 'ok');
    expect(states).not.toContain('warn');
    expect(states).not.toContain('failed');
  });

  test('a service that is slow shows as starting until it answers', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { startDelaySeconds: 1 });
    await stage.feature.start(both, caller);
    await engine?.docker.getContainer(stage.names.knowledge).restart();
    await shows('http', 'starting');
    await shows('http', 'ok');
  });

  test('a container that ends again and again shows as failed', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { exitAtStart: 3 });
    await faultOf(stage.feature.start({ services: ['knowledge'] }, caller));
    await shows('container', 'failed');
  });

  test.runIf(engine?.own)('an engine that is killed and comes back is followed', async () => {
    await stage.feature.start(both, caller);
    await shows('http', 'ok');
    await engine?.own?.halt({ kill: true });
    await until(() => last?.engine.state === 'unreachable');
    expect(last?.services[0]?.lamps.container.state).toBe('unknown');
    await engine?.own?.resume();
    await until(() => last?.engine.state === 'ready');
    await stage.feature.start(both, caller);
    await shows('http', 'ok');
  });

  test.runIf(engine?.own)('an engine that hangs is given up, and followed when it answers again', async () => {
    await stage.feature.start(both, caller);
    await shows('http', 'ok');
    await engine?.own?.freeze();
    await stage.feature.refresh();
    expect(last?.engine.state).toBe('unreachable');
    await engine?.own?.thaw();
    await until(() => last?.engine.state === 'ready');
    await shows('container', 'ok');
  });
});
