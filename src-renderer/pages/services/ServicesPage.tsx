import { useShell, useStores } from '../../app-stores.ts';
import { servicesHref } from '../../lib/place.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import '../../ui/page.css';
import { ServicesHead } from './ServicesHead.tsx';
import { servicesParts } from './services-parts.tsx';

/** How both services do, in words, and what they are, say and use, in parts. */
export function ServicesPage({ part }: { readonly part: string }) {
  const shown = servicesParts.find(({ id }) => id === part) ?? servicesParts[0];
  if (shown === undefined) return null;
  const { id, Part } = shown;
  return (
    <div className="page">
      <ServicesHead />
      <DesktopFailure />
      <Tabs
        label="Parts of Services"
        tabs={servicesParts}
        chosen={id}
        onChoose={(next) => {
          location.hash = servicesHref(next);
        }}
      >
        <Part />
      </Tabs>
    </div>
  );
}

/** What the desktop refused: to open a page in the browser, or a folder. */
function DesktopFailure() {
  const failure = useShell(({ error }) => error);
  const { shell } = useStores();
  return failure && <ErrorNotice error={failure} onDismiss={() => shell.getState().dismissError()} />;
}
