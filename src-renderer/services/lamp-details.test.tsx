import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { LampHistory } from '../../src-shared/health.ts';
import type { ModelPull, ModelsState, NeededModel } from '../../src-shared/models.ts';
import { ago, someDocker, someLamp, someService } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const nothing: LampHistory = { probes: [], transitions: [], again: null };
/** Made when it is asked for: its times are so long ago from then. */
const past = (): LampHistory => ({
  probes: [
    { at: ago(3000), state: 'ok', why: 'It answers.', ms: 12 },
    { at: ago(8000), state: 'failed', why: 'It does not answer.', ms: null },
    { at: ago(13_000), state: 'ok', why: 'It answers.', ms: 14 },
  ],
  transitions: [
    { at: ago(3000), from: 'failed', to: 'ok', why: 'It answers at http://127.0.0.1:9621.' },
    { at: ago(8000), from: 'ok', to: 'failed', why: 'It does not answer: the connection is refused.' },
  ],
  again: ago(-9500),
});
const health = (lamp: 'http' | 'model', history = past()) => ({
  services: [
    {
      name: 'memory' as const,
      lamps: { container: nothing, http: nothing, model: nothing, mounts: nothing, [lamp]: history },
    },
  ],
});

const needed = (change: Partial<NeededModel> = {}): NeededModel => ({
  ...{
    service: 'memory',
    role: 'LLM',
    binding: 'ollama',
    model: 'granite:2b',
    host: 'Ollama at http://127.0.0.1:11434',
  },
  ...{ presence: 'missing', command: 'ollama pull granite:2b', canPull: true },
  ...change,
});
const pull = (change: Partial<ModelPull> = {}): ModelPull => ({
  ...{ id: 'one', model: 'granite:2b', host: 'Ollama at http://127.0.0.1:11434', services: ['memory'] },
  ...{ state: 'running', doing: 'pulling 170370233dd5', received: 1_500_000_000, total: 4_000_000_000 },
  ...{ startedAt: ago(1000), endedAt: null, error: null },
  ...change,
});

/** Opens a lamp of Memory, which the light DOM of these tests does not do by itself. */
async function openLamp(name: string): Promise<HTMLElement> {
  const lamp = document.querySelector(`[aria-label^="Memory, ${name}:"]`);
  const details = document.getElementById(lamp?.getAttribute('popovertarget') ?? '');
  if (details === null) throw new Error('the lamp has no details');
  const event = Object.assign(new Event('toggle'), { newState: 'open', oldState: 'closed' });
  await act(async () => void details.dispatchEvent(event));
  return details;
}

const missing = someService('memory', {}, { model: someLamp('failed', 'granite:2b is not on Ollama.') });
const open = (models: ModelsState, refuse = false) => {
  const fake = createFakeApi({ docker: someDocker({ services: [someService('knowledge'), missing] }), models });
  if (refuse) fake.refusals.set('models.pull', someError('models/cannot-pull', 'The app cannot have it get that.'));
  return openTestWindow({}, fake);
};

describe('the past of a lamp', () => {
  it('is shown when it is opened: the last probes, when the next one is, and its changes', async () => {
    window = await openTestWindow({ health: health('http') });
    expect(window.text()).not.toContain('Last asked');
    const details = await openLamp('Health');
    const strip = details.querySelector('[role=img]');
    expect(strip?.getAttribute('aria-label')).toBe('Asked 3 times: 2 well, 1 failed');
    // The newest is on the right.
    expect([...(strip?.querySelectorAll('svg') ?? [])].map((svg) => svg.getAttribute('class'))).toEqual([
      'shape shape-ok',
      'shape shape-failed',
      'shape shape-ok',
    ]);
    expect(details.textContent).toMatch(/just now, answered in 12 ms, asked again in [89] s/);
    expect([...details.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^well, .*It answers at/),
      expect.stringMatching(/^failed, .*the connection is refused/),
    ]);
    await window.tell('health', health('http', { ...past(), probes: past().probes.slice(0, 1) }));
    expect(details.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('Asked once: 1 well');
  });

  it("has Docker's own word beside ours, and says which of them is wrong", async () => {
    const memory = someService('memory', { dockerHealth: 'unhealthy' });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    expect(window.text()).toContain('Docker says unhealthy');
    expect((await openLamp('Health')).textContent).toContain('that probe is wrong');
  });
});

describe('a missing model', () => {
  it('is got on a click, by the service and what it is for', async () => {
    window = await open({ needed: [needed(), needed({ role: 'EMBEDDING' })], pulls: [] });
    const details = await openLamp('Models');
    // Both roles need one model, which is got once.
    expect([...details.querySelectorAll('li button')]).toHaveLength(1);
    await window.click('Get granite:2b');
    await window.click('Ask again');
    expect(window.fake.calls).toEqual([
      { name: 'models.pull', input: { service: 'memory', role: 'LLM' } },
      { name: 'models.check', input: undefined },
    ]);
  });

  it('shows how far it is, and can be cancelled', async () => {
    window = await open({ needed: [needed()], pulls: [pull()] });
    const details = await openLamp('Models');
    expect(details.textContent).toContain('Getting granite:2b: 1.5 GB of 4.0 GB');
    expect(details.querySelector('progress')?.value).toBe(1_500_000_000);
    expect(window.hasButton('Get granite:2b')).toBe(false);
    await window.click('Cancel getting granite:2b');
    expect(window.fake.calls).toEqual([{ name: 'models.cancel', input: { id: 'one' } }]);
  });

  it('says why it was not got, and can be tried again', async () => {
    const error = someError('models/pull-failed', 'Ollama could not get granite:2b: no space left on device.');
    window = await open({ needed: [needed()], pulls: [pull({ state: 'failed', error })] });
    const details = await openLamp('Models');
    expect(details.querySelector('[role=alert]')?.textContent).toContain('no space left on device');
    expect(window.hasButton('Get granite:2b')).toBe(true);
  });

  it('that another service needs is not offered here', async () => {
    window = await open({ needed: [needed({ service: 'knowledge' })], pulls: [] });
    const details = await openLamp('Models');
    expect(details.querySelectorAll('li button')).toHaveLength(0);
  });

  it('says why it was refused', async () => {
    window = await open({ needed: [needed()], pulls: [] }, true);
    const details = await openLamp('Models');
    await window.click('Get granite:2b');
    expect(details.querySelector('[role=alert]')?.textContent).toContain('cannot have it get');
  });
});

describe('a container that is not what its files say', () => {
  it('is told key by key', async () => {
    const memory = someService('memory', {
      findings: [{ code: 'adopted-drift', message: 'It differs.', advice: 'Recreate it.' }],
      differences: [
        { key: 'image', name: 'image', wanted: 'lightrag:2', actual: 'lightrag:1' },
        { key: 'environment', name: 'LLM_MODEL', wanted: 'set', actual: null },
      ],
    });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    const rows = [...document.querySelectorAll('.differences tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim()),
    );
    expect(rows).toEqual([
      ['Image', 'lightrag:1', 'lightrag:2'],
      ['Variable LLM_MODEL', 'nothing', 'set'],
    ]);
    expect(window.hasButton('Recreate Memory')).toBe(true);
  });

  it('has a way to the fix where the files themselves are wrong', async () => {
    const memory = someService('memory', {
      findings: [{ code: 'probe-port', message: 'It asks 9622.', advice: 'Change it.' }],
    });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === 'Show the fix');
    expect(link?.getAttribute('href')).toBe('#home');
  });
});
