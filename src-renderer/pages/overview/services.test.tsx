import { afterEach, describe, expect, it } from 'vitest';
import { ago, someDocker, someLamp, someService } from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const stopped = { container: someLamp('warn', 'It is stopped.', 'Start it.'), http: someLamp('unknown', '') };
const off = { startedAt: null, latency: null };

describe('a service', () => {
  it('is described, with four lamps that say why, since when and what to do', async () => {
    const model = someLamp('warn', 'The model is not on the host.', 'Run `ollama pull`.');
    const memory = someService('memory', { startedAt: ago(3 * 3_600_000) }, { model });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    const row = document.querySelector('[aria-labelledby="service-memory"]')?.textContent;
    for (const words of ['port 9622', 'LightRAG 1.4.9', 'up 3 h', 'egsuchanek/lightrag_pagent:latest']) {
      expect(row).toContain(words);
    }
    const lamp = window.button('Memory, Models: Not listed');
    const details = document.getElementById(lamp.getAttribute('popovertarget') ?? '');
    expect(details?.getAttribute('role')).toBe('dialog');
    for (const words of ['The model is not on the host.', 'Run ollama pull.', 'Since', '2 min ago']) {
      expect(details?.textContent).toContain(words);
    }
    expect(details?.querySelector('code')?.textContent).toBe('ollama pull');
    expect(document.querySelector('.service-troubles')?.textContent).toContain('Run ollama pull.');
  });

  it('points out what is wrong with its files', async () => {
    const finding = { code: 'probe-port', message: 'The probe asks port 9622.', advice: 'Ask 9621.' } as const;
    const memory = someService('memory', { findings: [finding] });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    expect(window.text()).toContain('The probe asks port 9622.');
    expect(window.text()).toContain('Ask 9621.');
  });

  it('is recreated where its container is not what the files say', async () => {
    const finding = { code: 'adopted-drift', message: 'Another image.', advice: 'Recreate it.' } as const;
    const memory = someService('memory', { findings: [finding] }, { mounts: someLamp('failed', 'Wrong place.') });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    await window.click('Recreate Memory');
    expect(window.fake.calls).toEqual([{ name: 'docker.recreate', input: { services: ['memory'] } }]);
  });

  it('can be resumed or stopped while it is paused', async () => {
    const paused = someService('memory', {}, { container: someLamp('warn', 'It is paused.') });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), paused] }) });
    await window.click('Start Memory');
    expect(window.hasButton('Stop Memory')).toBe(true);
    expect(window.fake.calls).toEqual([{ name: 'docker.start', input: { services: ['memory'] } }]);
  });

  it('can be restarted, stopped and opened while it runs', async () => {
    window = await openTestWindow();
    await window.click('Restart Knowledge');
    await window.click('Stop Memory');
    await window.click('Open the page of Knowledge');
    expect(window.hasButton('Start Knowledge')).toBe(false);
    expect(window.fake.calls).toEqual([
      { name: 'docker.restart', input: { services: ['knowledge'] } },
      { name: 'docker.stop', input: { services: ['memory'] } },
      { name: 'shell.openService', input: { service: 'knowledge', page: 'web' } },
    ]);
  });

  it('can be started while it does not run; its page is not offered then', async () => {
    const services = [someService('knowledge', off, stopped), someService('memory', off, stopped)];
    window = await openTestWindow({ docker: someDocker({ services }) });
    await window.click('Open the page of Knowledge');
    await window.click('Start Knowledge');
    await window.click('Start both');
    expect(window.hasButton('Stop Knowledge')).toBe(false);
    expect(window.fake.calls).toEqual([
      { name: 'docker.start', input: { services: ['knowledge'] } },
      { name: 'docker.start', input: { services: ['knowledge', 'memory'] } },
    ]);
  });

  it('says what is being done with it, and takes nothing else meanwhile', async () => {
    const services = [someService('knowledge', { busy: 'recreating' }), someService('memory')];
    window = await openTestWindow({ docker: someDocker({ services }) });
    expect(window.button('Recreating').getAttribute('aria-busy')).toBe('true');
    expect(window.hasButton('Stop Knowledge')).toBe(false);
    await window.click('Restart both');
    expect(window.fake.calls).toEqual([]);
  });

  it('keeps a failure in its row, until it is dismissed', async () => {
    const fake = createFakeApi();
    fake.refusals.set('docker.restart', someError('docker/port-taken', 'Port 9621 is used by python3.'));
    window = await openTestWindow({}, fake);
    await window.click('Restart Knowledge');
    const row = document.querySelector('[aria-labelledby="service-knowledge"]');
    expect(row?.querySelector('[role="alert"]')?.textContent).toContain('Port 9621 is used by python3.');
    await window.click('Dismiss');
    expect(row?.querySelector('[role="alert"]')).toBeNull();
  });

  it('without usable files has its reason in place of lamps, and the other one works', async () => {
    const memory = someService('memory', {
      error: someError('compose/unsupported-key', 'Line 12 has the key secrets.'),
    });
    window = await openTestWindow({ docker: someDocker({ services: [someService('knowledge'), memory] }) });
    expect(window.text()).toContain('Line 12 has the key secrets.');
    expect(document.querySelectorAll('[aria-labelledby="service-memory"] .lamp')).toHaveLength(0);
    expect(window.hasButton('Restart Knowledge')).toBe(true);
    expect(window.hasButton('Restart both')).toBe(false);
  });
});
