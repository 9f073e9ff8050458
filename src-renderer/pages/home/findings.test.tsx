import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { someFinding, somePreview, someValidation } from '../../testing/home-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

const fixTitle = 'Publish the port on 127.0.0.1 alone';
const broken = someValidation([
  someFinding({
    id: 'compose-readable/broken:memory',
    severity: 'error',
    service: 'memory',
    file: '/home/paula/.persag/lightrag_memory_server/docker-compose.yml',
    line: 12,
    message: 'docker-compose.yml is no YAML.',
    why: 'The service cannot be started.',
    fix: null,
  }),
  someFinding(),
  someFinding({ id: 'both-homes/found:home', severity: 'info', service: null, file: null, line: null, fix: null }),
]);
const heading = () => document.querySelector('h1')?.textContent;
const group = (title: string) =>
  [...document.querySelectorAll('section')].find(
    (each) => document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent === title,
  );
const open = (states: Parameters<typeof createFakeApi>[0], fake = createFakeApi(states)) =>
  openTestWindow(states, fake, '#home');

describe('the way to the page', () => {
  it('is a link that says how much there is to look at', async () => {
    window = await openTestWindow({ validation: broken });
    await window.follow('Home, 2 to look at');
    expect(heading()).toBe('1 thing keeps the home from working. 1 more needs a look.');
    await window.follow('Backups');
    expect(heading()).toBe('There is no backup yet.');
    await window.follow('Overview');
    expect(heading()).toMatch(/^Paula is current\./);
  });

  it('opens the folder, and says why it could not be opened', async () => {
    const fake = createFakeApi();
    fake.refusals.set('shell.openHome', someError('internal', 'There is no file manager.'));
    window = await open({}, fake);
    await window.click('Open home folder /home/paula/.persag');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('There is no file manager.');
    await window.click('Dismiss');
    expect(document.querySelector('[role="alert"]')).toBeNull();
  });

  it('has no number where all is in order', async () => {
    window = await openTestWindow();
    await window.follow('Home');
    expect(document.querySelectorAll('nav [aria-current="page"]')).toHaveLength(2);
  });
});

describe('what was found', () => {
  it('is nothing: everything is in order', async () => {
    window = await open({});
    expect(heading()).toBe('Everything is in order.');
    expect(document.querySelector('.findings')).toBeNull();
  });

  it('stands in groups, with file and line and why it matters', async () => {
    window = await open({ validation: broken });
    const worst = group('Keeps something from working')?.textContent;
    expect(worst).toContain('docker-compose.yml is no YAML.');
    expect(worst).toContain('lightrag_memory_server/docker-compose.yml:12');
    expect(worst).toContain('The service cannot be started.');
    expect(worst).toContain('Yours to decide');
    expect(group('Needs a look')?.textContent).toContain('lightrag_server/docker-compose.yml:8');
    expect(group('Worth knowing')).toBeDefined();
  });

  it('follows the files, and is looked at again when asked', async () => {
    window = await open({ validation: broken });
    window.tell('validation', someValidation());
    expect(heading()).toBe('Everything is in order.');
    await window.click('Check again');
    expect(heading()).toBe('Everything is in order.');
  });

  it('is waited for, and after two seconds the page says so', async () => {
    vi.useFakeTimers();
    window = await open({ validation: null });
    expect(document.querySelectorAll('.skeleton').length).toBeGreaterThan(0);
    expect(window.text()).not.toContain('Still looking at the files');
    act(() => vi.advanceTimersByTime(2001));
    expect(window.text()).toContain('Still looking at the files');
  });

  it('cannot be told: the page says why and can look again', async () => {
    window = await open({ validation: someError('home/file-unreadable', 'env.server cannot be read.') });
    expect(heading()).toBe('It is not known whether the home is in order.');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('env.server cannot be read.');
    expect(window.hasButton('Check again')).toBe(true);
  });
});

describe('a fix', () => {
  it('is shown before it is made, and then says where the state before is', async () => {
    window = await open({ validation: broken });
    await window.click(`Show fix: ${fixTitle}`);
    expect(document.querySelector(`[aria-label="Fix: ${fixTitle}"]`)).toBe(document.activeElement);
    const diff = document.querySelector('[aria-label="Change of lightrag_server/docker-compose.yml"]');
    expect(diff?.textContent).toContain('-      - 9621:9621');
    expect(diff?.textContent).toContain('+      - "127.0.0.1:9621:9621"');
    expect(window.fake.calls.map(({ name }) => name)).toEqual(['validation.previewFix']);
    await window.click('Apply fix');
    expect(window.fake.calls.at(-1)).toEqual({
      name: 'validation.applyFix',
      input: { findingId: 'open-ports/network:knowledge:0', hash: 'hash-1' },
    });
    expect(window.text()).toContain(`Done: ${fixTitle}.`);
    expect(window.text()).toContain('20261122T100000Z-fix');
    expect(heading()).toBe('Everything is in order.');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('Done:');
  });

  it('is not made where it is only looked at', async () => {
    window = await open({ validation: broken });
    await window.click(`Show fix: ${fixTitle}`);
    await window.click('Not now');
    expect(window.hasButton('Apply fix')).toBe(false);
    expect(window.fake.calls.map(({ name }) => name)).toEqual(['validation.previewFix']);
  });

  it('cannot be made twice at once', async () => {
    const fake = createFakeApi({ validation: broken });
    fake.answers.set('validation.applyFix', new Promise(() => undefined));
    window = await open({}, fake);
    await window.click(`Show fix: ${fixTitle}`);
    await window.click('Apply fix');
    expect(window.button('Apply fix').getAttribute('aria-busy')).toBe('true');
    await window.click('Apply fix');
    await window.click('Not now');
    expect(fake.calls.filter(({ name }) => name === 'validation.applyFix')).toHaveLength(1);
    expect(window.hasButton('Apply fix')).toBe(true);
  });

  it('says why it cannot be shown', async () => {
    const fake = createFakeApi({ validation: broken });
    fake.refusals.set('validation.previewFix', someError('validation/no-fix', 'It is not found any more.'));
    window = await open({}, fake);
    await window.click(`Show fix: ${fixTitle}`);
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('It is not found any more.');
    expect(window.hasButton('Apply fix')).toBe(false);
    fake.refusals.clear();
    await window.click('Look again');
    expect(window.hasButton('Apply fix')).toBe(true);
  });

  it('shows mine, theirs and base where another program wrote the file meanwhile, and begins anew from theirs', async () => {
    const fake = createFakeApi({ validation: broken });
    const [file] = somePreview().files;
    const details = [
      file?.path ?? '',
      'base\nports:\n  - 9621:9621\n',
      'mine\nports:\n  - "127.0.0.1:9621:9621"\n',
      'theirs\nports:\n  - 9999:9621\n',
    ];
    fake.refusals.set('validation.applyFix', someError('home/file-changed', 'It changed.', details));
    window = await open({}, fake);
    await window.click(`Show fix: ${fixTitle}`);
    await window.click('Apply fix');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Nothing was changed.');
    const side = (name: string) => document.querySelector(`[aria-label^="${name},"]`)?.textContent;
    expect(side('Base')).toContain('- 9621:9621');
    expect(side('Mine')).toContain('- "127.0.0.1:9621:9621"');
    expect(side('Theirs')).toContain('- 9999:9621');
    expect(window.hasButton('Apply fix')).toBe(false);
    expect(window.text()).not.toContain('Done:');
    await window.click('Look again');
    expect(fake.calls.at(-1)?.name).toBe('validation.previewFix');
    expect(window.hasButton('Apply fix')).toBe(true);
  });
});
