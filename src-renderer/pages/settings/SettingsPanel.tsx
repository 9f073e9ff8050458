import type { Settings } from '../../../src-shared/settings.ts';
import { useConfigurationEditor, useTagProfileEditor } from '../../settings-hooks.ts';
import { ConfigurationPanel } from './ConfigurationPanel.tsx';
import { TagProfilePanel } from './TagProfilePanel.tsx';

/** What stands beside the list. */
export type SettingsPanelKind = 'configuration' | 'profile';

/** The form that is open; a profile's is the one that was opened last where both are. */
export function useSettingsPanel(): SettingsPanelKind | null {
  const profile = useTagProfileEditor(({ opened }) => opened !== null);
  const configuration = useConfigurationEditor(({ opened }) => opened !== null);
  if (profile) return 'profile';
  return configuration ? 'configuration' : null;
}

/** The form beside the list. */
export function SettingsPanel(props: { readonly kind: SettingsPanelKind | null; readonly settings: Settings }) {
  const { kind, settings } = props;
  switch (kind) {
    case 'configuration':
      return <ConfigurationPanel settings={settings} />;
    case 'profile':
      return <TagProfilePanel settings={settings} />;
    case null:
      return null;
  }
}
