import { Copy, MessageSquare, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Configuration, Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { duplicateOf, isChanged } from '../../lib/configuration-draft.ts';
import { formatList } from '../../lib/format.ts';
import { tryItHref } from '../../lib/place.ts';
import { useMay } from '../../may.ts';
import { ServeButton } from '../../serving/ServeButton.tsx';
import { useConfigurationEditor, useProviders, useSettings } from '../../settings-hooks.ts';
import { providerName } from '../../stores/providers.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { ConfigurationForm } from './ConfigurationForm.tsx';
import { FormFoot } from './FormFoot.tsx';
import { focusRow } from './focus-row.ts';
import { saveConfiguration } from './save-configuration.ts';

/** One configuration: what can be done with it, its form, and the test. */
export function ConfigurationPanel({ settings }: { readonly settings: Settings }) {
  const stores = useStores();
  const opened = useConfigurationEditor((state) => state.opened);
  const title = useProviders((state) => (opened === null ? '' : providerName(state, opened.draft.provider)));
  const may = useMay('settings.saveConfiguration');
  if (opened === null) return null;
  const { key, base, draft, start } = opened;
  return (
    <SidePanel
      key={key}
      title={base?.name ?? `New: ${title}`}
      subtitle={title}
      takesFocus={base !== null}
      close={() => stores.configurationEditor.getState().close(() => focusRow(base?.id ?? null))}
      foot={
        <FormFoot
          editor={stores.configurationEditor}
          name={base?.name ?? 'The new configuration'}
          isChanged={isChanged(draft, start)}
          why={may.why}
          save={() => saveConfiguration(stores)}
        />
      }
    >
      {base !== null && <Actions configuration={base} settings={settings} />}
      <ConfigurationForm opened={opened} />
    </SidePanel>
  );
}

function Actions({ configuration, settings }: { readonly configuration: Configuration; readonly settings: Settings }) {
  const stores = useStores();
  const busy = useSettings((state) => state.busy);
  const maySave = useMay('settings.saveConfiguration');
  const mayChoose = useMay('settings.choose');
  const mayRemove = useMay('settings.removeConfiguration');
  const [removing, setRemoving] = useState(false);
  const { id, name } = configuration;
  const users = settings.profiles.filter((profile) => profile.configurationId === id);
  const neededBy = users.length === 0 ? null : `Used by ${formatList(users.map(({ tag }) => `@${tag}`))}`;
  const isActive = settings.activeConfigurationId === id;
  const remove = async () => {
    if (await stores.settings.getState().removeConfiguration(id)) stores.configurationEditor.getState().userChanged();
  };
  if (removing) {
    return (
      <Confirm
        label={`Remove ${name}`}
        icon={Trash2}
        act={`Remove ${name}`}
        keep={`Keep ${name}`}
        busy={busy === 'removeConfiguration'}
        onConfirm={() => void remove()}
        onCancel={() => setRemoving(false)}
      >
        {name} and its keys are removed; there is no way back.
      </Confirm>
    );
  }
  const duplicate = () => {
    const names = settings.configurations.map((each) => each.name);
    stores.configurationEditor.getState().begin(duplicateOf(configuration, names));
  };
  return (
    <div className="settings-actions">
      {!isActive && (
        <Button
          icon={Star}
          busy={busy === 'choose'}
          disabledReason={mayChoose.why}
          onClick={() => void stores.settings.getState().choose({ activeConfigurationId: id })}
        >
          Use by default
        </Button>
      )}
      <LinkButton href={tryItHref} icon={MessageSquare}>
        Try it
      </LinkButton>
      <ServeButton configuration={configuration} />
      <Button icon={Copy} disabledReason={maySave.why} onClick={duplicate}>
        Duplicate
      </Button>
      <Button icon={Trash2} disabledReason={mayRemove.why ?? neededBy} onClick={() => setRemoving(true)}>
        Remove
      </Button>
    </div>
  );
}
