import ElectronStore from 'electron-store';
import type { Theme } from '../../src-shared/shell.ts';

/** Where the window was, in device-independent pixels. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What belongs to the app itself, not to a user of it. */
export interface Preferences {
  theme(): Theme;
  setTheme(theme: Theme): void;
  bounds(): WindowBounds | null;
  setBounds(bounds: WindowBounds): void;
}

/** Opens the app's own settings in Electron's user data folder; a file that is not JSON starts afresh. */
export function openPreferences(): Preferences {
  const store = new ElectronStore<{ theme: Theme; bounds: WindowBounds | null }>({
    name: 'window',
    clearInvalidConfig: true,
    defaults: { theme: 'system', bounds: null },
  });
  return {
    theme: () => store.get('theme'),
    setTheme: (theme) => store.set('theme', theme),
    bounds: () => store.get('bounds'),
    setBounds: (bounds) => store.set('bounds', bounds),
  };
}
