import { createReadStream } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { LogsPart } from './pages/logs-part.ts';
import { ServicesPage } from './pages/services-page.ts';
import { expectAccessible } from './support/accessibility.ts';
import { openCountingSocket } from './support/counting-socket.ts';
import { floodLine, writeFlood, writeLine } from './support/log-writer.ts';

test.describe('the logs', () => {
  test('of both services stand on one time line, are searched, narrowed, chosen and exported', async ({
    desktop,
    services,
    machine,
    folder,
  }) => {
    const { page, electron } = desktop;
    const logs = new LogsPart(page);
    await new ServicesPage(page).open('Logs');
    await expect(logs.count).toBeVisible();
    const { knowledge, memory } = services.names;
    await writeLine(machine.docker, knowledge, 'INFO: knowledge says täglich €');
    await writeLine(machine.docker, memory, 'ERROR: memory has no answer');
    await writeLine(machine.docker, knowledge, 'WARNING: knowledge is slow');
    await expect(logs.line('is slow')).toBeVisible();
    const texts = await logs.lines.allInnerTexts();
    const order = ['täglich €', 'no answer', 'is slow'].map((text) => texts.findIndex((one) => one.includes(text)));
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    await expectAccessible(desktop, 'the logs');

    await logs.level.selectOption('Errors only');
    await expect(logs.lines).toHaveCount(1);
    await expect(logs.lines).toContainText('memory has no answer');
    await logs.level.selectOption('All levels');
    await logs.search.fill('SAYS TÄGLICH');
    await expect(logs.lines).toHaveCount(1);
    await logs.lines.click();
    await logs.list.press('Control+c');
    await expect(page.getByText('1 line copied')).toBeVisible();
    expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toContain('knowledge says täglich €');
    const path = join(folder, 'out.log');
    await logs.exportTo(electron, path);
    expect(await readFile(path, 'utf8')).toMatch(/^\S+Z knowledge info INFO: knowledge says täglich €\n$/);
    await logs.search.fill('there is no such line');
    await expect(page.getByText('No line is like this.')).toBeVisible();
    await expectAccessible(desktop, 'logs without a line');
    await logs.button('Show all lines').click();
    await expect(logs.line('is slow')).toBeVisible();
  });

  test('go on through a restart and a new container, and keep still while paused', async ({
    desktop,
    services,
    machine,
    cli,
  }) => {
    const { page } = desktop;
    const logs = new LogsPart(page);
    await new ServicesPage(page).open('Logs');
    const { memory } = services.names;
    await writeLine(machine.docker, memory, 'mark before');
    await expect(logs.line('mark before')).toHaveCount(1);
    expect((await cli(['services', 'restart', 'memory'])).code).toBe(0);
    await writeLine(machine.docker, memory, 'mark after the restart');
    await expect(logs.line('mark after the restart')).toHaveCount(1);
    expect((await cli(['services', 'recreate', 'memory'])).code).toBe(0);
    await writeLine(machine.docker, memory, 'mark of the new one');
    await expect(logs.line('mark of the new one')).toHaveCount(1);
    await logs.search.fill('mark ');
    await expect(logs.lines).toHaveCount(3);

    await logs.button('Pause').click();
    // One batch may have been asked for already.
    await writeLine(machine.docker, memory, 'mark one');
    await expect(logs.line('mark one')).toHaveCount(1);
    await writeLine(machine.docker, memory, 'mark two');
    await expect(logs.count).toContainText('Paused, 4 of');
    await logs.button('Go on').click();
    await expect(logs.line('mark two')).toHaveCount(1);
    await expect(logs.lines).toHaveCount(5);
  });

  test('go on where they were read up to when the page is shown again', async ({ desktop, services, machine }) => {
    const { page } = desktop;
    const logs = new LogsPart(page);
    const servicesPage = new ServicesPage(page);
    await servicesPage.open('Logs');
    const { knowledge } = services.names;
    await writeLine(machine.docker, knowledge, 'mark seen');
    await expect(logs.line('mark seen')).toHaveCount(1);
    await servicesPage.open('Overview');
    await writeLine(machine.docker, knowledge, 'mark unseen');
    await servicesPage.open('Logs');
    await logs.search.fill('mark ');
    await expect(logs.lines).toHaveCount(2);
  });

  test('are read by the page that is shown and by no other: not after it was left or loaded anew', async ({
    services: _running,
    folder,
    engineSocket,
    launch,
  }) => {
    const socket = await openCountingSocket(join(folder, 'docker.sock'), engineSocket);
    const { page, quit } = await launch({ env: { DOCKER_HOST: socket.dockerHost } });
    const services = new ServicesPage(page);
    const readBy = (count: number) => expect.poll(socket.reading, { timeout: 15_000 }).toBe(count);
    try {
      await services.open('Logs');
      await readBy(2);
      await services.open('Stats');
      await readBy(2);
      await services.open('Overview');
      await readBy(0);
      await services.open('Logs');
      await readBy(2);
      await page.reload();
      await expect(new LogsPart(page).count).toBeVisible();
      await readBy(2);
      await quit();
      await readBy(0);
    } finally {
      await socket.end();
    }
  });

  test('hide secrets, in the window, in exports and on the command line', async ({
    home,
    launch,
    cli,
    containers,
    machine,
  }) => {
    const canary = 'canary-of-the-logs-4711';
    const envFile = join(home.folder, 'lightrag_server', 'env.server');
    await appendFile(envFile, `\nLIGHTRAG_API_KEY_TEST_TOKEN=${canary}\n`);
    expect((await cli(['services', 'start'])).code).toBe(0);
    await writeLine(machine.docker, containers.names.knowledge, `the token is ${canary}, mark`);
    const { page, electron } = await launch();
    const logs = new LogsPart(page);
    await new ServicesPage(page).open('Logs');
    await expect(logs.line('the token is ********, mark')).toHaveCount(1);
    const path = join(home.folder, '..', 'masked.log');
    await logs.exportTo(electron, path);
    for (const text of [await readFile(path, 'utf8'), (await cli(['services', 'logs'])).stdout]) {
      expect(text).toContain('the token is ********, mark');
      expect(text).not.toContain(canary);
    }
  });

  test('of a hundred thousand lines a second for ten seconds: none is lost or torn', async ({
    desktop,
    services,
    machine,
    folder,
  }) => {
    test.setTimeout(300_000);
    const lines = 1_000_000;
    const { page, electron } = desktop;
    const logs = new LogsPart(page);
    await new ServicesPage(page).open('Logs');
    await expect(logs.count).toBeVisible();
    const heapBefore = await heapOf(page);
    const begin = performance.now();
    const writing = writeFlood(machine.docker, services.names.knowledge, { lines, perSecond: 100_000 });
    await expect(logs.line('flood ').first()).toBeVisible();
    // While it pours, somebody scrolls.
    const frames = await framesWhileScrolling(page);
    await logs.button('Newest lines').click();
    const written = await writing;
    await expect(logs.line(floodLine(lines - 1))).toHaveCount(1, { timeout: 120_000 });
    const took = (performance.now() - begin) / 1000;
    const heap = await heapOf(page);

    await logs.search.fill('flood ');
    await expect(logs.count).toContainText('1,000,000 of');
    const path = join(folder, 'flood.log');
    await logs.exportTo(electron, path);
    let next = 0;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const [, text] = /^\S+ knowledge info (.*)$/.exec(line) ?? [];
      if (text !== floodLine(next)) throw new Error(`in the place of line ${next} there is: ${line}`);
      next += 1;
    }
    expect(next).toBe(lines);
    console.log(
      `${lines} lines were written in ${written.toFixed(1)} s and shown after ${took.toFixed(1)} s: none lost, none torn; ` +
        `frames while scrolling p95 ${frames.p95.toFixed(0)} ms of ${frames.count}, heap of the page ${mega(heapBefore)} -> ${mega(heap)} MB`,
    );
    expect(heap - heapBefore).toBeLessThan(150_000_000);
    // A machine that draws without a graphics card and writes and reads a million lines meanwhile.
    expect(frames.p95).toBeLessThan(150);
  });
});

test.describe('the logs of an engine of our own', () => {
  test.use({ restartsEngine: true });

  test('go on when it has been cut off and is back, without loss or doubles', async ({
    privateEngine,
    services,
    desktop,
    machine,
    cli,
  }) => {
    const { page } = desktop;
    const logs = new LogsPart(page);
    await new ServicesPage(page).open('Logs');
    const { knowledge } = services.names;
    for (const number of [1, 2, 3]) await writeLine(machine.docker, knowledge, `mark ${number}`);
    await expect(logs.line('mark 3')).toHaveCount(1);
    await privateEngine.halt({ kill: true });
    try {
      await expect(page.getByText(/^The log of Knowledge cannot be read: /)).toBeVisible();
      await expectAccessible(desktop, 'logs without an engine');
    } finally {
      await privateEngine.resume();
    }
    // The engine stops what it finds running without it.
    await expect.poll(async () => (await services.of('knowledge'))?.running, { timeout: 30_000 }).toBe(false);
    expect((await cli(['services', 'start'])).code).toBe(0);
    await writeLine(machine.docker, knowledge, 'mark 4');
    await expect(logs.line('mark 4')).toHaveCount(1);
    await logs.search.fill('mark ');
    await expect(logs.count).toContainText('4 of');
    const texts = await logs.lines.allInnerTexts();
    expect(texts.map((text) => /mark \d/.exec(text)?.[0])).toEqual(['mark 1', 'mark 2', 'mark 3', 'mark 4']);
  });
});

/** Bytes of the page's own objects, after a collection of what is no longer used. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** How long the frames take while the list is scrolled up and down for three seconds. */
async function framesWhileScrolling(page: Page): Promise<{ readonly p95: number; readonly count: number }> {
  return page.evaluate(async () => {
    const list = document.querySelector('[role=listbox]');
    const frames: number[] = [];
    const begin = performance.now();
    let last = begin;
    while (last - begin < 3000) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - last);
      last = now;
      if (list !== null) list.scrollTop = Math.max(0, list.scrollTop - 400 + ((frames.length * 37) % 700));
    }
    frames.sort((a, b) => a - b);
    return { p95: frames[Math.floor(frames.length * 0.95)] ?? 0, count: frames.length };
  });
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
