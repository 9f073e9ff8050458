import { useStores, useUserEditor } from '../../app-stores.ts';
import { dirtyFields } from '../../lib/profile-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { LeavingFoot, SavedFoot } from '../../ui/FormFeet.tsx';
import { labelsOf } from './profile-words.ts';
import { profileForm, saveProfile } from './save-profile.ts';

/** What is not saved yet, Save and Discard; in their place the question what becomes of it where somebody wants to leave. */
export function SaveBar() {
  const { userEditor } = useStores();
  const opened = useUserEditor((state) => state.opened);
  const leaving = useUserEditor((state) => state.leaving !== null);
  if (opened === null) return null;
  const { base, draft, saving, saved, newer } = opened;
  const dirty = dirtyFields(draft, base);
  if (dirty.length === 0) return saved ? <SavedFoot /> : null;
  if (leaving) {
    return (
      <LeavingFoot answer={userEditor.getState().answerLeaving}>
        {base?.name ?? opened.id} has unsaved changes: {labelsOf(dirty)}.
      </LeavingFoot>
    );
  }
  return (
    <div className="side-panel-foot">
      <p>Not saved: {labelsOf(dirty)}</p>
      <Button
        kind="primary"
        busy={saving}
        disabledReason={newer === null ? null : 'Choose the values to keep first'}
        onClick={() => void saveProfile(userEditor, profileForm())}
      >
        Save
      </Button>
      <Button disabledReason={saving ? 'It is being saved' : null} onClick={() => userEditor.getState().discard()}>
        Discard
      </Button>
    </div>
  );
}
