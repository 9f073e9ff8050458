import { useEffect } from 'react';
import { useStore } from 'zustand';
import { connectStores, type Stores, StoresContext } from './app-stores.ts';
import { Frame } from './frame/Frame.tsx';
import { type Place, usePlace } from './lib/place.ts';
import { applyTheme } from './lib/theme.ts';
import { ActivityPage } from './pages/activity/ActivityPage.tsx';
import { ConsistencyPage } from './pages/consistency/ConsistencyPage.tsx';
import { HomePage } from './pages/home/HomePage.tsx';
import { OverviewPage } from './pages/overview/OverviewPage.tsx';
import { ServicesPage } from './pages/services/ServicesPage.tsx';
import { SettingsPage } from './pages/settings/SettingsPage.tsx';
import { TryItPage } from './pages/try-it/TryItPage.tsx';
import { UsersPage } from './pages/users/UsersPage.tsx';

/** The whole window: connects every store once, follows the theme, and shows the page inside the frame. */
export function App({ stores }: { readonly stores: Stores }) {
  useEffect(() => connectStores(stores), [stores]);
  const place = usePlace();
  const theme = useStore(stores.shell, ({ shell }) => shell?.theme ?? null);
  useEffect(() => {
    if (theme !== null) applyTheme(theme);
  }, [theme]);
  return (
    <StoresContext value={stores}>
      <Frame place={place}>{pageOf(place)}</Frame>
    </StoresContext>
  );
}

function pageOf(place: Place) {
  switch (place.page) {
    case 'users':
      return <UsersPage />;
    case 'services':
      return <ServicesPage part={place.part} />;
    case 'settings':
      return <SettingsPage part={place.part} />;
    case 'try-it':
      return <TryItPage />;
    case 'activity':
      return <ActivityPage />;
    case 'home':
      return <HomePage part={place.part} />;
    case 'consistency':
      return <ConsistencyPage />;
    case 'overview':
      return <OverviewPage />;
  }
}
