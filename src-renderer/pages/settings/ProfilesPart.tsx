import { Plus } from 'lucide-react';
import type { Profile, Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { settingsHref } from '../../lib/place.ts';
import { useMay } from '../../may.ts';
import { useTagProfileEditor } from '../../settings-hooks.ts';
import { findConfiguration } from '../../stores/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { openForms } from './open-form.ts';
import { parameterSummary } from './settings-words.ts';

/** The profiles of this user. */
export function ProfilesPart({ settings }: { readonly settings: Settings }) {
  const stores = useStores();
  const may = useMay('settings.saveProfile');
  const { configurations, profiles, defaultProfileId } = settings;
  const add = (
    <Button icon={Plus} disabledReason={may.why} onClick={() => openForms(stores).beginProfile(settings)}>
      {profiles.length === 0 ? 'Add the first profile' : 'Add profile'}
    </Button>
  );
  if (profiles.length === 0) {
    return (
      <div className="settings-none">
        <p className="settings-lead">
          A profile is a configuration with parameters of its own under a tag: begin a message with <code>@FAST</code>,
          and that message alone is asked by the profile with the tag FAST.
        </p>
        {configurations.length === 0 ? (
          <LinkButton href={settingsHref()}>Set up a configuration first</LinkButton>
        ) : (
          add
        )}
      </div>
    );
  }
  return (
    <>
      <ul className="settings-list" aria-label="Profiles">
        {profiles.map((profile) => (
          <ProfileRow
            key={profile.id}
            profile={profile}
            settings={settings}
            isDefault={profile.id === defaultProfileId}
          />
        ))}
      </ul>
      <div>{add}</div>
    </>
  );
}

function ProfileRow(props: { readonly profile: Profile; readonly settings: Settings; readonly isDefault: boolean }) {
  const { profile, settings, isDefault } = props;
  const stores = useStores();
  const isOpen = useTagProfileEditor(({ opened }) => opened?.base?.id === profile.id);
  const configuration = findConfiguration(settings, profile.configurationId);
  const parameters = parameterSummary(profile.parameters);
  const asks = configuration === null ? 'what it asked was removed' : `asks ${configuration.name}`;
  return (
    <li className={classNames('settings-row', isOpen && 'settings-row-open')}>
      <button
        type="button"
        className="settings-row-main"
        data-row={profile.id}
        aria-current={isOpen || undefined}
        onClick={() => openForms(stores).openProfile(profile)}
      >
        <span className="settings-row-name">
          <code>@{profile.tag}</code>
          {profile.name}
          {isDefault && <span className="settings-mark">Default</span>}
          {configuration === null && <span className="settings-mark settings-mark-warn">Asks nothing</span>}
        </span>
        <span className="settings-row-facts">
          {[asks, parameters, profile.description].filter((part) => part !== '').join(' · ')}
        </span>
      </button>
    </li>
  );
}
