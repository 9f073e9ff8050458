import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { stillRunning } from './support/processes.ts';

test('the chosen theme is there again after a restart, from the first paint on', async ({ launch }) => {
  const first = await launch();
  const scheme = (page: Page) =>
    page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]);
  await first.overview.current('Anna').waitFor();
  // By a click: a check would ask at once, and what is checked is what main has stored.
  await first.sidebar.theme('Light').click({ force: true });
  await expect.poll(() => scheme(first.page)).toEqual(['light', 'rgb(251, 251, 250)']);
  await first.sidebar.theme('Dark').click({ force: true });
  await expect.poll(() => scheme(first.page)).toEqual(['dark', 'rgb(23, 24, 26)']);
  await first.quit();

  const second = await launch();
  await expect(second.sidebar.theme('Dark')).toBeChecked();
  expect(await scheme(second.page)).toEqual(['dark', 'rgb(23, 24, 26)']);
  expect(second.page.url()).toContain('theme=dark');
  const main = await second.electron.evaluate(({ nativeTheme, BrowserWindow }) => [
    nativeTheme.themeSource,
    BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
  ]);
  expect(main).toEqual(['dark', '#17181a']);
});

test('Quit in the window ends every process of the app, and leaves the services running', async ({
  services,
  desktop,
}) => {
  await desktop.overview.untilAllIsWellFor('Anna');
  const running = desktop.processes();
  const root = desktop.electron.process();
  expect(running.length).toBeGreaterThan(1);
  await desktop.sidebar.quit.click();
  await waitFor('all processes of the app to end', 15_000, () => stillRunning(running).length === 0);
  // Told a moment after the process is gone.
  await waitFor('the code it ended with', 5000, () => root.exitCode !== null || root.signalCode !== null);
  expect([root.exitCode, root.signalCode]).toEqual([0, null]);
  const { knowledge, memory } = await services.both();
  expect([knowledge.running, memory.running]).toEqual([true, true]);
});

test('a second start shows the window that is there', async ({ launch }) => {
  const first = await launch();
  await first.overview.current('Anna').waitFor();
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = launch({ limit: 5000 }).then(
    () => 'opened',
    () => 'ended',
  );
  expect(await second).toBe('ended');
  await expect.poll(() => first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test.describe('the window is closed to everybody else', () => {
  test('only our own page, in its own frame, is heard', async ({ desktop }) => {
    const { electron } = desktop;
    const answers = await electron.evaluate(async ({ app, BrowserWindow }) => {
      const ask = `(async () => {
        try { return JSON.stringify(await window.persag.home.get()); } catch (cause) { return 'refused: ' + cause.message; }
      })()`;
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/out/preload/preload.cjs`, sandbox: true },
      });
      const said: string[] = [];
      for (const address of ['data:text/html,<p>not%20ours', 'about:blank', 'app://persag.other/index.html']) {
        await window.loadURL(address).catch(() => undefined);
        said.push(String(await window.webContents.executeJavaScript(ask)));
      }
      await window.loadURL('app://persag/index.html');
      said.push(String(await window.webContents.executeJavaScript(ask)));
      window.destroy();
      return said;
    });
    const [data, blank, other, ours] = answers;
    for (const answer of [data, blank, other]) expect(answer).toMatch(/^refused: /);
    // The same window, with our own page in it, is answered: what was refused is the page.
    expect(ours).toMatch(/^\{"ok":true/);
  });

  test('it goes nowhere, opens nothing, and is granted nothing', async ({ desktop }) => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end('elsewhere');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const seen = await desktop.electron.evaluate(async ({ BrowserWindow }, url) => {
        const [window] = BrowserWindow.getAllWindows();
        if (window === undefined) throw new Error('there is no window');
        const { webContents } = window;
        const run = (code: string): Promise<unknown> => webContents.executeJavaScript(code);
        const before = webContents.getURL();
        const opened = await run(`window.open(${JSON.stringify(url)}) === null ? 'refused' : 'opened'`);
        const asked = new Promise<string>((resolve) => {
          // Heard after the app's own listener, so that its word is known.
          webContents.once('will-navigate', (event) => resolve(event.defaultPrevented ? 'refused' : 'gone'));
        });
        await run(`location.href = ${JSON.stringify(url)}; 'asked'`);
        const navigated = await asked;
        const permission = await run(`navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)`);
        const stayed = webContents.getURL() === before;
        return { opened, navigated, permission, stayed, windows: BrowserWindow.getAllWindows().length };
      }, elsewhere);
      expect(seen).toEqual({ opened: 'refused', navigated: 'refused', permission: 'denied', stayed: true, windows: 1 });
      expect(requests).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('its page comes with a policy, and nothing but its page comes', async ({ desktop }) => {
    const answers = await desktop.electron.evaluate(async ({ net }) => {
      const look = async (path: string) => {
        const { status, headers } = await net.fetch(`app://persag/${path}`);
        return { status, policy: headers.get('content-security-policy'), sniff: headers.get('x-content-type-options') };
      };
      return {
        page: await look('index.html'),
        outside: await look('..%2f..%2fpackage.json'),
        outsideToo: await look('%2e%2e/main/main.cjs'),
        absent: await look('absent.html'),
      };
    });
    expect(answers.page.status).toBe(200);
    expect(answers.page.sniff).toBe('nosniff');
    const policy = answers.page.policy?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(answers.page.policy).not.toMatch(/unsafe|\*|https?:/);
    expect([answers.outside.status, answers.outsideToo.status, answers.absent.status]).toEqual([404, 404, 404]);
    const isolated = await desktop.page.evaluate(() =>
      ['require', 'process', 'module'].filter((name) => name in window),
    );
    expect(isolated).toEqual([]);
  });
});

test('a switch needs no mouse', async ({ services: _running, desktop }) => {
  const { overview, sidebar, page } = desktop;
  await overview.untilAllIsWellFor('Anna');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const tabTo = async (label: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused()) === label) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never came to "${label}".`);
  };
  await tabTo('Switch to Ben');
  await page.keyboard.press('Enter');
  await overview.untilAllIsWellFor('Ben');

  // And back, by the list at the top left: filter, arrow, Enter.
  await sidebar.switcher.focus();
  await page.keyboard.press('Enter');
  await expect(sidebar.list.getByRole('textbox', { name: 'Find a user' })).toBeFocused();
  await page.keyboard.type('ann');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(sidebar.list).toBeHidden();
  await overview.untilAllIsWellFor('Anna');
});
