import { LayoutDashboard, LogOut } from 'lucide-react';
import { useStores } from '../app-stores.ts';
import { EngineStatus } from './EngineStatus.tsx';
import './sidebar.css';
import { ThemeChoice } from './ThemeChoice.tsx';
import { UserSwitcher } from './UserSwitcher.tsx';

/** The left column: who is current, the pages, and at the bottom the engine, the theme and the way out. */
export function Sidebar() {
  const { shell } = useStores();
  return (
    <aside className="sidebar" aria-label="Users and pages">
      <UserSwitcher />
      <nav aria-label="Pages">
        <a className="sidebar-row" href="#overview" aria-current="page" title="Overview">
          <LayoutDashboard size={16} aria-hidden />
          <span className="sidebar-word">Overview</span>
        </a>
      </nav>
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
