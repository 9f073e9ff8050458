import { Star, StarOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Profile, Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { isTagDraftChanged } from '../../lib/tag-profile-draft.ts';
import { useMay } from '../../may.ts';
import { useSettings, useTagProfileEditor } from '../../settings-hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { FormFoot } from './FormFoot.tsx';
import { focusRow } from './focus-row.ts';
import { saveTagProfile, TagProfileForm } from './TagProfileForm.tsx';

/** One profile: what can be done with it, and its form. */
export function TagProfilePanel({ settings }: { readonly settings: Settings }) {
  const { tagProfileEditor } = useStores();
  const opened = useTagProfileEditor((state) => state.opened);
  const may = useMay('settings.saveProfile');
  if (opened === null) return null;
  const { key, base, draft, start } = opened;
  return (
    <SidePanel
      key={key}
      title={base === null ? 'New profile' : base.name}
      subtitle={base === null ? undefined : <code>@{base.tag}</code>}
      takesFocus={base !== null}
      close={() => tagProfileEditor.getState().close(() => focusRow(base?.id ?? null))}
      foot={
        <FormFoot
          editor={tagProfileEditor}
          name={base?.name ?? 'The new profile'}
          isChanged={isTagDraftChanged(draft, start)}
          why={may.why}
          save={() => saveTagProfile(tagProfileEditor)}
        />
      }
    >
      {base !== null && <Actions profile={base} settings={settings} />}
      <TagProfileForm opened={opened} settings={settings} />
    </SidePanel>
  );
}

function Actions({ profile, settings }: { readonly profile: Profile; readonly settings: Settings }) {
  const { settings: store, tagProfileEditor } = useStores();
  const busy = useSettings((state) => state.busy);
  const mayChoose = useMay('settings.choose');
  const mayRemove = useMay('settings.removeProfile');
  const [removing, setRemoving] = useState(false);
  const { id, name, tag } = profile;
  const isDefault = settings.defaultProfileId === id;
  const remove = async () => {
    if (await store.getState().removeProfile(id)) tagProfileEditor.getState().userChanged();
  };
  if (removing) {
    return (
      <Confirm
        label={`Remove ${name}`}
        icon={Trash2}
        act={`Remove ${name}`}
        keep={`Keep ${name}`}
        busy={busy === 'removeProfile'}
        onConfirm={() => void remove()}
        onCancel={() => setRemoving(false)}
      >
        @{tag} is not known any more then. What it asks stays.
      </Confirm>
    );
  }
  return (
    <div className="settings-actions">
      <Button
        icon={isDefault ? StarOff : Star}
        busy={busy === 'choose'}
        disabledReason={mayChoose.why}
        onClick={() => void store.getState().choose({ defaultProfileId: isDefault ? null : id })}
      >
        {isDefault ? 'No default profile' : 'Use by default'}
      </Button>
      <Button icon={Trash2} disabledReason={mayRemove.why} onClick={() => setRemoving(true)}>
        Remove
      </Button>
    </div>
  );
}
