import { LogOut } from 'lucide-react';
import { useStores } from '../app-stores.ts';
import type { Place } from '../lib/place.ts';
import { EngineStatus } from './EngineStatus.tsx';
import { PageLinks } from './PageLinks.tsx';
import './sidebar.css';
import { ThemeChoice } from './ThemeChoice.tsx';
import { UserSwitcher } from './UserSwitcher.tsx';

/** The left column: who is current, the pages, and at the bottom the engine, the theme and the way out. */
export function Sidebar({ place }: { readonly place: Place }) {
  const { shell } = useStores();
  return (
    <aside className="sidebar" aria-label="Users and pages">
      <UserSwitcher />
      <PageLinks place={place} />
      <div className="sidebar-bottom">
        <EngineStatus />
        <ThemeChoice />
        <button type="button" className="sidebar-row" title="Quit" onClick={() => void shell.getState().quit()}>
          <LogOut size={16} aria-hidden />
          <span className="sidebar-word">Quit</span>
        </button>
      </div>
    </aside>
  );
}
