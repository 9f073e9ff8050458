import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPodmanAskedFor } from '../e2e/stand-ins/engine/find-engine.ts';
import { nextVersion, type PackedImage, packImage } from '../e2e/stand-ins/packed-image.ts';
import { type Registry, startRegistry } from '../e2e/stand-ins/registry.ts';
import type { ServiceName } from '../src-shared/docker.ts';
import type { ImagesState, PulledLayer, ServiceImage } from '../src-shared/images.ts';
import type { App } from './app.ts';
import { faultOf } from './docker/testing/code-of.ts';
import { startRealEngine } from './docker/testing/real-engine.ts';
import { caller, createSwitchStage, type SwitchStage } from './testing/switch-stage.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const both = { services: ['knowledge', 'memory'] as ServiceName[] };

// Podman wants TLS of every registry, loopback too, unless its own settings say otherwise.
describe.runIf(engine !== null && !isPodmanAskedFor())(
  'images on a real engine, from a registry that speaks the real API',
  () => {
    let registry: Registry;
    let first: PackedImage;
    let stage: SwitchStage;
    let app: App;
    let reference: string;
    let count = 0;
    const docker = () => engine?.docker ?? expect.fail('no engine');
    const images = () => app.features.images;

    beforeAll(async () => {
      registry = await startRegistry();
      first = await packImage(docker(), engine?.image ?? '');
    });
    afterAll(() => registry?.stop());

    beforeEach(async () => {
      registry.fail(null);
      registry.require(null);
      count += 1;
      reference = `${registry.host}/lightrag-${count}:latest`;
      registry.publish(`lightrag-${count}`, 'latest', first);
      if (engine === null) return;
      stage = await createSwitchStage({ ...engine, image: reference });
      app = stage.app();
      await app.open({ watch: false });
    });
    afterEach(async () => {
      await stage.end();
      for (const { Id, RepoTags } of await docker().listImages()) {
        const ours = (RepoTags ?? []).filter((tag) => tag.startsWith(`${registry.host}/`));
        for (const tag of ours) await docker().getImage(tag).remove({ force: true });
        expect(Id).not.toBe('');
      }
    });

    const publish = async (change: Parameters<typeof nextVersion>[1] = {}) =>
      registry.publish(`lightrag-${count}`, 'latest', await nextVersion(first, change));
    const of = (state: ImagesState, name: ServiceName): ServiceImage =>
      state.images.find(({ service }) => service === name) ?? expect.fail(`no ${name}`);
    const imageOf = async (name: ServiceName) => (await docker().getContainer(stage.names[name]).inspect()).Image;
    const start = () => app.features.docker.start(both, caller);

    test('a missing image is got, layer by layer, and told as nothing before and something after', async () => {
      // One that the engine does not have under another name.
      await publish({ noise: 100_000 });
      const before = of(await images().get(undefined, caller), 'knowledge');
      expect(before).toMatchObject({ reference, used: null, present: null, newer: 'unknown' });
      const layers: PulledLayer[] = [];
      images().onChanged(({ work }) => {
        if (work.state === 'pulling') layers.push(...work.layers);
      });
      const state = await images().pull(both, caller);
      expect(state.work).toMatchObject({
        state: 'pulled',
        results: [{ reference, services: ['knowledge', 'memory'], before: null, changed: true }],
      });
      expect(of(state, 'memory').present?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(layers.length).toBeGreaterThan(0);
    });

    test('a newer one is found in the registry, got with its bytes counted, used, and gone back from', async () => {
      await images().pull(both, caller);
      await start();
      const old = await imageOf('knowledge');
      expect(of(await images().look(undefined, caller), 'knowledge').newer).toBe('none');

      const digest = await publish({ noise: 4 * 1024 * 1024 });
      expect(of(await images().look(undefined, caller), 'memory').newer).toBe('registry');
      registry.fail('slow');
      const seen: PulledLayer[] = [];
      images().onChanged(({ work }) => {
        if (work.state === 'pulling') seen.push(...work.layers.filter(({ state }) => state === 'downloading'));
      });
      const pulled = await images().pull(both, caller);
      expect(pulled.work).toMatchObject({ state: 'pulled', results: [{ changed: true, after: { digest } }] });
      const [some] = seen.filter(({ current, total }) => total !== null && current > 0 && current < total);
      expect(some?.total).toBeGreaterThan(4 * 1024 * 1024);
      // Nothing runs on it yet.
      expect(await imageOf('knowledge')).toBe(old);
      expect(of(pulled, 'knowledge')).toMatchObject({ newer: 'here', former: null });

      const used = await images().use(both, caller);
      expect(used.work).toMatchObject({ state: 'replaced', back: false, services: ['knowledge', 'memory'] });
      expect(of(used, 'memory')).toMatchObject({ used: { digest }, former: { id: old }, newer: 'none' });
      expect(await imageOf('memory')).not.toBe(old);

      const back = await images().goBack({ services: ['memory'] }, caller);
      // Both go by one name, so both go back.
      expect(back.work).toMatchObject({ state: 'replaced', back: true, services: ['knowledge', 'memory'] });
      expect([await imageOf('knowledge'), await imageOf('memory')]).toEqual([old, old]);
      expect(of(back, 'knowledge')).toMatchObject({ used: { id: old }, former: { digest }, newer: 'registry' });
      const { services } = await app.features.docker.get(undefined, caller);
      expect(services.map(({ lamps }) => lamps.http.state)).toEqual(['ok', 'ok']);
    });

    test('an image whose servers do not come up is taken back, and its name with it', async () => {
      await images().pull(both, caller);
      await start();
      const old = await imageOf('knowledge');
      await publish({ environment: ['STAND_IN_EXIT_AT_START=3'] });
      await images().pull(both, caller);
      const fault = await faultOf(images().use(both, caller));
      expect(fault.code).toBe('images/taken-back');
      expect(fault.details).toContain('docker/container-exited');
      expect([await imageOf('knowledge'), await imageOf('memory')]).toEqual([old, old]);
      expect((await docker().getImage(reference).inspect()).Id).toBe(old);
      const state = await images().get(undefined, caller);
      expect(state.work.state).toBe('failed');
      expect(of(state, 'knowledge').newer).not.toBe('here');
      const { services } = await app.features.docker.get(undefined, caller);
      expect(services.map(({ lamps }) => lamps.http.state)).toEqual(['ok', 'ok']);
    });

    test('a pull is cancelled soon, and nothing has changed', async () => {
      await images().pull(both, caller);
      await publish({ noise: 30 * 1024 * 1024 });
      const before = (await docker().getImage(reference).inspect()).Id;
      registry.fail('slow');
      const begun = new Promise<void>((resolve) => {
        images().onChanged(
          ({ work }) => work.state === 'pulling' && work.layers.some(({ current }) => current > 0) && resolve(),
        );
      });
      const pull = faultOf(images().pull(both, caller));
      await begun;
      const asked = performance.now();
      expect((await images().cancel(undefined, caller)).work).toEqual({ state: 'none' });
      expect(performance.now() - asked).toBeLessThan(3000);
      expect((await pull).code).toBe('images/cancelled');
      expect((await docker().getImage(reference).inspect()).Id).toBe(before);
    });

    test('a switch and a pull keep out of one another’s way', async () => {
      await images().pull(both, caller);
      await publish({ noise: 20 * 1024 * 1024 });
      registry.fail('slow');
      const pull = faultOf(images().pull(both, caller));
      const busy = { scope: 'machine', services: true, repair: false } as const;
      await expect.poll(async () => (await images().get(undefined, caller)).work.state).toBe('pulling');
      expect((await faultOf(app.features.switching.start({ userId: 'ben', ...busy }, caller))).code).toBe(
        'switching/busy',
      );
      expect((await faultOf(images().use(both, caller))).code).toBe('switching/busy');
      await images().cancel(undefined, caller);
      await pull;
    });

    test.each([
      ['gone', 'images/not-found'],
      ['broken', 'images/pull-failed'],
      ['cut', 'images/pull-failed'],
      ['short', 'images/pull-failed'],
    ] as const)('a registry that is %s: %s', async (fault, code) => {
      await images().pull(both, caller);
      const before = (await docker().getImage(reference).inspect()).Id;
      await publish({ noise: 2 * 1024 * 1024 });
      registry.fail(fault);
      const { code: got, details } = await faultOf(images().pull(both, caller));
      expect([got, details]).toEqual([code, [expect.any(String)]]);
      expect((await images().get(undefined, caller)).work).toMatchObject({ state: 'failed', error: { code } });
      expect((await docker().getImage(reference).inspect()).Id).toBe(before);
    });

    test('a registry that is not there', async () => {
      await appendFile(join(stage.home.folder, 'lightrag_server/.env'), 'LIGHTRAG_IMAGE=127.0.0.1:1/x:latest\n');
      expect((await faultOf(images().pull({ services: ['knowledge'] }, caller))).code).toBe(
        'images/registry-unreachable',
      );
    });

    test('a registry that wants a login: refused without one, and asked with the one that docker login left', async () => {
      registry.require({ name: 'paula', password: 'pass:word' });
      expect((await faultOf(images().pull(both, caller))).code).toBe('images/needs-login');
      expect(of(await images().look(undefined, caller), 'memory').problem).toContain(registry.host);
      const folder = join(stage.home.folder, '..', 'docker-config');
      await mkdir(folder);
      const auth = Buffer.from('paula:pass:word').toString('base64');
      await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
      const other = stage.app({ env: { DOCKER_CONFIG: folder } });
      await other.open({ watch: false });
      expect((await other.features.images.pull(both, caller)).work.state).toBe('pulled');
    });

    test('nothing to use and nothing to go back to are told', async () => {
      await images().pull(both, caller);
      await start();
      expect((await faultOf(images().use(both, caller))).code).toBe('images/nothing-new');
      expect((await faultOf(images().goBack(both, caller))).code).toBe('images/no-former');
    });

    test('a service that does not run gets its new container without being started', async () => {
      await images().pull(both, caller);
      await start();
      await app.features.docker.stop({ services: ['memory'] }, caller);
      await publish();
      await images().pull(both, caller);
      await images().use(both, caller);
      const { State } = await docker().getContainer(stage.names.memory).inspect();
      expect(State.Running).toBe(false);
      expect(await imageOf('memory')).toBe(await imageOf('knowledge'));
    });
  },
);
