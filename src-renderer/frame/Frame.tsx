import type { ReactNode } from 'react';
import type { Place } from '../lib/place.ts';
import { Announcer } from './Announcer.tsx';
import { Closing } from './Closing.tsx';
import './frame.css';
import { PassphraseDialog } from '../passphrase/PassphraseDialog.tsx';
import { SwitchPassphrase } from '../passphrase/SwitchPassphrase.tsx';
import { WindowPassphrase } from '../passphrase/WindowPassphrase.tsx';
import { Sidebar } from './Sidebar.tsx';
import { WindowRefusal } from './WindowRefusal.tsx';
import { WindowSign } from './WindowSign.tsx';
import { useWindowTitle } from './window-title.ts';

/** The left column and one column of content beside it. */
export function Frame({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  useWindowTitle();
  // A key of its own for each place, so that a page begins at its top.
  const key = place.page === 'home' ? `home ${place.part}` : place.page;
  return (
    <div className="frame">
      <Sidebar place={place} />
      <main key={key} className="frame-content">
        <WindowSign />
        <WindowRefusal />
        {children}
      </main>
      <Announcer />
      <SwitchPassphrase />
      <WindowPassphrase />
      <PassphraseDialog />
      <Closing />
    </div>
  );
}
