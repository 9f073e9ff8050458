import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ImageWork } from '../../../src-shared/images.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { someImage, someImages, someServiceImage } from '../../testing/images-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const open = (images = someImages()) => openTestWindow({}, createFakeApi({ images }), '#services/image');
const bars = () =>
  [...document.querySelectorAll('progress')].map((bar) => [bar.getAttribute('aria-label'), bar.value, bar.max]);
const pulling: ImageWork = {
  ...{ state: 'pulling', reference: 'ghcr.io/a/b:latest', services: ['knowledge', 'memory'] },
  ...{ startedAt: '2026-11-22T06:00:00.000Z', before: null, cancellable: true },
  layers: [
    { id: 'aaaaaaaaaaaa', state: 'downloading', current: 5_000_000, total: 20_000_000 },
    { id: 'bbbbbbbbbbbb', state: 'done', current: 10_000_000, total: 10_000_000 },
    { id: 'cccccccccccc', state: 'exists', current: 0, total: null },
    { id: 'dddddddddddd', state: 'waiting', current: 0, total: null },
  ],
};

describe('the images of both services', () => {
  it('are asked for when somebody looks, and not before', async () => {
    const fake = createFakeApi();
    const get = vi.spyOn(fake.api.images, 'get');
    window = await openTestWindow({}, fake, '#services');
    expect(get).not.toHaveBeenCalled();
    await window.end();
    window = await openTestWindow({}, fake, '#services/image');
    expect(get).toHaveBeenCalledTimes(1);
  });

  it('are updated for both at once, by looking first or not', async () => {
    window = await open();
    await window.click('Look for newer images');
    await window.click('Update');
    expect(window.fake.calls).toEqual([
      { name: 'images.look', input: undefined },
      { name: 'images.pull', input: { services: ['knowledge', 'memory'] } },
    ]);
  });

  it('show every layer with its bytes while they are got, and can be cancelled', async () => {
    window = await open(someImages({ work: pulling }));
    expect(bars()).toEqual([
      ['All layers', 15_000_000, 30_000_000],
      ['Layer aaaaaaaaaaaa', 5_000_000, 20_000_000],
      ['Layer bbbbbbbbbbbb', 1, 1],
      ['Layer dddddddddddd', 0, 1],
    ]);
    expect(window.text()).toContain('1 layer here already');
    expect(window.button('Update').getAttribute('aria-disabled')).toBe('true');
    await window.click('Cancel');
    expect(window.fake.calls).toEqual([{ name: 'images.cancel', input: undefined }]);
  });

  it('tell the digests before and after, and offer what came, for one and for both', async () => {
    const [before, after] = [someImage('a'), someImage('b', { digest: `sha256:${'bc'.repeat(32)}` })];
    const images = (['knowledge', 'memory'] as const).map((name) =>
      someServiceImage(name, { used: before, present: after, newer: 'here' }),
    );
    const results = [{ reference: 'x', services: ['knowledge', 'memory'] as const, before, after, changed: true }];
    const work: ImageWork = { state: 'pulled', results, endedAt: '2026-11-22T06:00:00.000Z' };
    window = await open(someImages({ images, work }));
    expect(window.text()).toContain('bcbcbcbcbcbc');
    await window.click('Use it for Memory');
    await window.click('Use it for both');
    expect(window.fake.calls).toEqual([
      { name: 'images.use', input: { services: ['memory'] } },
      { name: 'images.use', input: { services: ['knowledge', 'memory'] } },
    ]);
  });

  it('lead back to the former one where there is one', async () => {
    const images = [someServiceImage('knowledge', { former: someImage('f') }), someServiceImage('memory')];
    window = await open(someImages({ images }));
    expect(window.hasButton('Go back to the former image of Memory')).toBe(false);
    await window.click('Go back to the former image of Knowledge');
    expect(window.fake.calls).toEqual([{ name: 'images.goBack', input: { services: ['knowledge'] } }]);
  });

  it('tell what failed once, with what to do', async () => {
    window = await open();
    const error = someError('images/needs-login', 'The image was refused.');
    window.fake.refusals.set('images.pull', error);
    await window.click('Update');
    await window.tell('images', someImages({ work: { state: 'failed', error, endedAt: '2026-11-22T06:00:00.000Z' } }));
    expect(window.text().match(/The image was refused\./g)?.length).toBeGreaterThan(0);
    expect(window.text()).toContain('docker login');
  });

  it('say that Docker cannot be asked, and offer nothing then', async () => {
    window = await open(someImages({ images: [], problem: someError('docker/unreachable', 'Docker is not running.') }));
    expect(window.text()).toContain('Docker is not running.');
    expect(window.hasButton('Update')).toBe(false);
  });
});
