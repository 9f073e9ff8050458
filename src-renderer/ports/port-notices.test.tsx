import { afterEach, describe, expect, it } from 'vitest';
import type { PortHolder } from '../../src-shared/port-holder.ts';
import { someMovePlan, someMoveReport, somePort, somePorts } from '../testing/engine-facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const python: PortHolder = { kind: 'process', name: 'python3', pid: 4711 };
const taken = (holder: PortHolder = python, suggestion: number | null = 9631) =>
  somePorts([somePort({ state: 'taken', holder, suggestion })]);
const open = (ports = taken(), hash = '', fake = createFakeApi({ ports })) => openTestWindow({}, fake, hash);

describe('a port that somebody else has', () => {
  it.each(['', '#services'])(
    'is said by name and pid where the services are (%j), and no longer when it is free',
    async (hash) => {
      window = await open(taken(), hash);
      expect(window.text()).toContain('Port 9621 is used by python3 (pid 4711), so Knowledge cannot have it.');
      window.tell('ports', somePorts());
      expect(window.text()).not.toContain('4711');
    },
  );

  it('is left for a free one by one click, and what came of it is said', async () => {
    window = await open();
    await window.click('Let Knowledge use 9631');
    expect(window.fake.calls).toEqual([
      { name: 'ports.plan', input: { service: 'knowledge', from: 9621, to: 9631 } },
      { name: 'ports.move', input: { id: 'plan' } },
    ]);
    expect(window.text()).toContain('Knowledge uses port 9631 now.');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('Knowledge uses port 9631 now.');
  });

  it('shows what would change before, for another port too, and makes exactly that', async () => {
    window = await open();
    await window.click('Show the change for Knowledge');
    expect(window.text()).toContain('+      - "127.0.0.1:9631:9621"');
    window.fake.answers.set('ports.plan', someMovePlan({ id: 'other', to: 9700 }));
    await window.type('Another port', '9700');
    await window.submit('Another port');
    await window.click('Let Knowledge use 9700');
    expect(window.fake.calls.at(-1)).toEqual({ name: 'ports.move', input: { id: 'other' } });
    expect(window.fake.calls.filter(({ name }) => name === 'ports.plan')).toHaveLength(2);
  });

  it('says why it could not be left, and what was taken back', async () => {
    const fake = createFakeApi({ ports: taken() });
    fake.refusals.set('ports.plan', someError('compose/invalid-value', 'It is an alias.'));
    window = await open(taken(), '', fake);
    await window.click('Let Knowledge use 9631');
    expect(window.text()).toContain('Knowledge keeps its port.');
    expect(window.text()).toContain('It is an alias.');
    fake.refusals.clear();
    const error = someError('docker/image-missing', 'No image.');
    fake.answers.set('ports.move', someMoveReport({ files: [], answers: false, error }));
    await window.click('Let Knowledge use 9631');
    expect(window.text()).toContain('Knowledge could not use port 9631; the files are as they were.');
  });

  it('of a container of somebody else is named alone: nothing stops it, and it can be tried again', async () => {
    const shop: PortHolder = { kind: 'container', name: 'shop_web_1', project: 'shop' };
    window = await open(taken(shop, null));
    expect(window.text()).toContain('the container shop_web_1 of the Compose project shop');
    expect(window.hasButton('Let Knowledge use 9631')).toBe(false);
    await window.click('Try Knowledge again');
    expect(window.fake.calls).toEqual([{ name: 'docker.start', input: { services: ['knowledge'] } }]);
  });
});
