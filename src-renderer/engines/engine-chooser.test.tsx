import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someAbsentEngine, someEngine, someEngines } from '../testing/engine-facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const context = someEngine({ name: 'colima', origin: 'context', address: 'unix:///colima.sock', inUse: false });
const absent = someAbsentEngine('Podman', 'unix:///run/podman/podman.sock');
const broken = { ...someAbsentEngine('remote', 'ssh://me@box'), origin: 'context' as const };

/** Opens the panel; the light DOM draws no popovers, so that the browser's own news of it is sent here. */
async function openPanel(): Promise<HTMLElement> {
  const panel = document.querySelector<HTMLElement>('[role=dialog][aria-label="Docker engine"]');
  if (panel === null) throw new Error('there is no panel');
  await act(async () => {
    panel.dispatchEvent(Object.assign(new Event('toggle', { bubbles: true }), { newState: 'open' }));
  });
  return panel;
}

describe('the choice of an engine', () => {
  it('asks no engine before somebody looks, then shows each with its reason, those merely absent apart', async () => {
    const engines = someEngines({ engines: [someEngine(), context, broken, absent] });
    window = await openTestWindow({ engines });
    expect(window.text()).not.toContain('colima');
    const panel = await openPanel();
    const rows = [...panel.querySelectorAll('ul[aria-label="Docker engines"] > li')].map((row) => row.textContent);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('In use');
    expect(rows[2]).toContain('There is no Docker engine at ssh://me@box.');
    expect(panel.querySelector('details')?.textContent).toContain('Podman');
    expect(window.hasButton('Use Docker')).toBe(false);
    expect(window.hasButton('Use remote')).toBe(false);
    expect(window.hasButton('Choose automatically')).toBe(false);
  });

  it('goes over to a context by its name, and to anything else by its address', async () => {
    const second = someEngine({ name: 'Rancher Desktop', address: 'unix:///rd.sock', inUse: false });
    window = await openTestWindow({ engines: someEngines({ engines: [someEngine(), context, second] }) });
    await openPanel();
    await window.click('Use colima');
    window.tell('engines', someEngines({ engines: [someEngine(), context, second] }));
    await window.click('Use Rancher Desktop');
    expect(window.fake.calls).toEqual([
      { name: 'engines.use', input: { engine: 'colima' } },
      { name: 'engines.use', input: { engine: 'unix:///rd.sock' } },
    ]);
  });

  it('takes a choice back, and says why an engine could not be gone over to', async () => {
    const choice = { kind: 'context', name: 'colima' } as const;
    const fake = createFakeApi({ engines: someEngines({ engines: [someEngine(), context], choice }) });
    fake.refusals.set('engines.use', someError('docker/unreachable', 'colima went away.'));
    window = await openTestWindow({}, fake);
    await openPanel();
    await window.click('Choose automatically');
    expect(fake.calls).toEqual([{ name: 'engines.use', input: { engine: 'auto' } }]);
    expect(window.text()).toContain('colima went away.');
  });

  it('is on the page Services, too, once it is asked for', async () => {
    window = await openTestWindow(
      { engines: someEngines({ engines: [someEngine(), context] }) },
      undefined,
      '#services',
    );
    expect(window.hasButton('Use colima')).toBe(false);
    await window.click('Show all engines');
    expect(window.hasButton('Use colima')).toBe(true);
    await window.click('Hide the engines');
    expect(window.hasButton('Use colima')).toBe(false);
  });
});
