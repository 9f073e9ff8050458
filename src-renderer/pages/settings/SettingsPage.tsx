import { useStores, useUsers } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { settingsHref } from '../../lib/place.ts';
import { useLate } from '../../lib/use-late.ts';
import { ServeDialog } from '../../serving/ServeDialog.tsx';
import { useProviders, useSettings } from '../../settings-hooks.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import '../../ui/page.css';
import { Skeleton } from '../../ui/Skeleton.tsx';
import '../../ui/split.css';
import { Tabs } from '../../ui/Tabs.tsx';
import { SettingsNotices } from './SettingsNotices.tsx';
import { SettingsPanel, useSettingsPanel } from './SettingsPanel.tsx';
import { keepingPart, settingsParts } from './settings-parts.tsx';
import { settingsHeadline } from './settings-words.ts';
import './settings.css';

/** What this user asks: their providers and models, their profiles, and how all of it is kept. */
export function SettingsPage({ part }: { readonly part: string }) {
  const settings = useSettings((state) => state.settings);
  const error = useSettings((state) => state.error);
  const catalogueError = useProviders((state) => state.error);
  const isWaiting = useProviders(({ catalogue }) => catalogue === null) || settings === null;
  const failed = error ?? catalogueError;
  if (settings !== null && !isWaiting) return <SettingsReady key={settings.userId} part={part} />;
  return (
    <div className="page">
      {failed === null ? (
        <SettingsSkeleton />
      ) : (
        <>
          <PageHead mood="unknown" text="The settings are not known." />
          <ErrorNotice error={failed} actions={<TryAgain />} />
        </>
      )}
    </div>
  );
}

function TryAgain() {
  const { settings, providers } = useStores();
  return (
    <Button
      onClick={() => {
        void settings.getState().load();
        void providers.getState().load();
      }}
    >
      Try again
    </Button>
  );
}

function SettingsReady({ part }: { readonly part: string }) {
  const settings = useSettings((state) => state.settings);
  const name = useUsers(({ users }) => userName(users, settings?.userId ?? ''));
  const panel = useSettingsPanel();
  const shown = settingsParts.find(({ id }) => id === part) ?? settingsParts[0];
  if (settings === null || shown === undefined) return null;
  const { Part } = shown;
  return (
    <div className={classNames('page', 'split-page', panel !== null && 'split-page-open')}>
      <PageHead {...settingsHeadline(settings, name)} />
      <div className="split-columns">
        <div className="split-scroll">
          <SettingsNotices settings={settings} name={name} tellsProtection={shown.id === keepingPart} />
          {settings.trouble === null && (
            <Tabs
              label="Parts of Settings"
              tabs={settingsParts}
              chosen={shown.id}
              onChoose={(next) => {
                location.hash = settingsHref(next);
              }}
            >
              <Part settings={settings} />
            </Tabs>
          )}
        </div>
        <SettingsPanel kind={panel} settings={settings} />
      </div>
      <ServeDialog settings={settings} />
    </div>
  );
}

function SettingsSkeleton() {
  const late = useLate(true, 2000);
  return (
    <>
      <PageHeadSkeleton title="Settings" />
      {late && (
        <p className="section-hint" role="status">
          Still reading your settings
        </p>
      )}
      <ul className="settings-coming" aria-hidden="true">
        {[22, 28, 18].map((width) => (
          <li key={width}>
            <Skeleton width={width} />
            <Skeleton width={14} />
          </li>
        ))}
      </ul>
    </>
  );
}
