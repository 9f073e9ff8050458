import type { ReactNode } from 'react';
import { Announcer } from './Announcer.tsx';
import './frame.css';
import { Sidebar } from './Sidebar.tsx';

/** The left column and one column of content beside it. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="frame">
      <Sidebar />
      <main className="frame-content">{children}</main>
      <Announcer />
    </div>
  );
}
