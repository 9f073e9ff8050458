import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from './fixtures.ts';

test('a home is found where a relative path leads to it', async ({ home, launch }) => {
  const app = await launch({ env: { PERSAG_HOME: relative(process.cwd(), home.folder) } });
  await app.overview.current('Anna').waitFor();
});

test('settings of the window that make no sense keep no window from opening', async ({ home, launch }) => {
  const folder = join(home.folder, 'desktop/window');
  await mkdir(folder, { recursive: true });
  for (const text of ['{"theme":"blue","bounds":5}', '{"theme":7,"bounds":{"x":"left"}}', '[]', 'no JSON']) {
    await writeFile(join(folder, 'window.json'), text);
    const app = await launch();
    await app.overview.current('Anna').waitFor();
    await expect(app.sidebar.theme('As the system')).toBeChecked();
    await app.quit();
  }
});

test('a second start while the app ends disturbs nothing', async ({ launch }) => {
  const app = await launch();
  await app.overview.current('Anna').waitFor();
  const thrown = await app.electron.evaluate(({ app: electronApp, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // As with a window that was closed while a switch is still being taken back.
    electronApp.removeAllListeners('window-all-closed');
    electronApp.on('window-all-closed', () => undefined);
    window?.destroy();
    try {
      electronApp.emit('second-instance', {}, [], '', null);
      return null;
    } catch (cause) {
      return String(cause);
    }
  });
  expect(thrown).toBeNull();
});
