import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import type { Theme } from '../../src-shared/shell.ts';
import { useShell, useStores } from '../app-stores.ts';
import './theme-choice.css';

const choices: Readonly<Record<Theme, { readonly label: string; readonly icon: LucideIcon }>> = {
  system: { label: 'As the system', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
};

/** System, light or dark. */
export function ThemeChoice() {
  const { shell } = useStores();
  const chosen = useShell((state) => state.shell?.theme ?? null);
  return (
    <fieldset className="theme-choice">
      <legend className="visually-hidden">Theme</legend>
      {(Object.keys(choices) as Theme[]).map((theme) => {
        const { label, icon: Icon } = choices[theme];
        return (
          <label key={theme} title={label}>
            <input
              type="radio"
              name="theme"
              className="visually-hidden"
              checked={theme === chosen}
              onChange={() => void shell.getState().setTheme(theme)}
            />
            <Icon size={14} aria-hidden />
            <span className="visually-hidden">{label}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
