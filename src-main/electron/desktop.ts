import { join } from 'node:path';
import { app, dialog, nativeTheme, shell } from 'electron';
import type { Desktop } from '../ports.ts';
import type { Preferences } from './preferences.ts';
import type { WindowSet } from './window-set.ts';

const archiveFilters = [{ name: 'Zip', extensions: ['zip'] }];

/** What only the desktop can do, for the features; the windows are made after them. */
export function createDesktop(preferences: Preferences, windows: () => WindowSet): Desktop {
  return {
    theme: () => preferences.theme(),
    setTheme(theme) {
      preferences.setTheme(theme);
      nativeTheme.themeSource = theme;
    },
    openUrl: (url) => shell.openExternal(url),
    async openFolder(path) {
      const problem = await shell.openPath(path);
      if (problem !== '') throw new Error(`the file manager could not open ${path}: ${problem}`);
    },
    async chooseFolder(title) {
      // Homes begin with a dot, so hidden folders are shown.
      const { filePaths } = await dialog.showOpenDialog({ title, properties: ['openDirectory', 'showHiddenFiles'] });
      return filePaths[0] ?? null;
    },
    async chooseArchive() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters: archiveFilters });
      return filePaths[0] ?? null;
    },
    async chooseNewArchive(suggestedName) {
      const defaultPath = join(app.getPath('documents'), suggestedName);
      const { filePath, canceled } = await dialog.showSaveDialog({ defaultPath, filters: archiveFilters });
      return canceled || filePath === '' ? null : filePath;
    },
    async chooseNewFile(suggestedName) {
      const defaultPath = join(app.getPath('documents'), suggestedName);
      const { filePath, canceled } = await dialog.showSaveDialog({ defaultPath });
      return canceled || filePath === '' ? null : filePath;
    },
    async chooseFile(title) {
      const { filePaths } = await dialog.showOpenDialog({ title, properties: ['openFile'] });
      return filePaths[0] ?? null;
    },
    openWindow: (userId) => windows().openFor(userId),
    presentWindow: (windowId) => windows().present(windowId),
    quit: () => app.quit(),
  };
}
