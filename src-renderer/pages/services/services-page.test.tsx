import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someDocker, someLamp, someService } from '../../testing/facts.ts';
import { createFakeApi } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';
import { servicesParts } from './services-parts.tsx';

let window: TestWindow;
afterEach(() => window.end());

const open = (docker = someDocker(), hash = '#services') => openTestWindow({}, createFakeApi({ docker }), hash);
const tabs = () => [...document.querySelectorAll<HTMLElement>('[role=tab]')];
const chosen = () => tabs().find((tab) => tab.getAttribute('aria-selected') === 'true')?.textContent;
const press = (key: string) =>
  act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    dispatchEvent(new Event('hashchange'));
  });

describe('the page Services', () => {
  it('answers at its top how both services do', async () => {
    window = await open();
    expect(document.querySelector('h1')?.textContent).toBe('Both services answer.');
    const memory = someService('memory', {}, { http: someLamp('failed', '') });
    await window.tell('docker', someDocker({ services: [someService('knowledge'), memory] }));
    expect(document.querySelector('h1')?.textContent).toBe('Knowledge answers, Memory does not answer.');
  });

  it('offers more than the Overview: a new container and the description of the calls', async () => {
    window = await open();
    await window.click('Recreate Memory');
    await window.click('API docs of Knowledge');
    expect(window.fake.calls).toEqual([
      { name: 'docker.recreate', input: { services: ['memory'] } },
      { name: 'shell.openService', input: { service: 'knowledge', page: 'docs' } },
    ]);
  });

  it('has its parts as tabs that the arrows, Home and End choose, round the ends', async () => {
    window = await open();
    const titles = servicesParts.map(({ title }) => title);
    expect(tabs().map(({ textContent }) => textContent)).toEqual(titles);
    tabs()[0]?.focus();
    await press('End');
    expect(chosen()).toBe(titles.at(-1));
    await press('ArrowRight');
    expect(chosen()).toBe(titles[0]);
    await press('ArrowLeft');
    expect(chosen()).toBe(titles.at(-1));
    await press('Home');
    expect(chosen()).toBe(titles[0]);
    expect(document.activeElement?.textContent).toBe(titles[0]);
    expect(tabs().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  });

  it('names its panel after the tab, and shows the Overview where an address names no part', async () => {
    window = await open(someDocker(), '#services/nowhere');
    const panel = document.querySelector('[role=tabpanel]');
    expect(document.getElementById(panel?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Overview');
  });
});
