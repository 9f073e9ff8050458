import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStores, useUserEditor } from '../../app-stores.ts';
import { dirtyFields } from '../../lib/profile-draft.ts';
import { Button } from '../../ui/Button.tsx';
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
  if (dirty.length === 0) return saved ? <Saved /> : null;
  if (leaving) return <LeavingQuestion name={base?.name ?? opened.id} fields={labelsOf(dirty)} />;
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

function Saved() {
  return (
    <div className="side-panel-foot" role="status">
      <Check size={14} aria-hidden />
      <p>Saved.</p>
    </div>
  );
}

function LeavingQuestion({ name, fields }: { readonly name: string; readonly fields: string }) {
  const { userEditor } = useStores();
  const { answerLeaving } = userEditor.getState();
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.focus({ preventScroll: true }), []);
  return (
    <fieldset
      ref={group}
      className="side-panel-foot leaving"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The panel would take it as another wish to be closed.
        event.preventDefault();
        void answerLeaving('stay');
      }}
    >
      <legend className="visually-hidden">Unsaved changes</legend>
      <p role="alert">
        {name} has unsaved changes: {fields}.
      </p>
      <Button kind="primary" onClick={() => void answerLeaving('save')}>
        Save
      </Button>
      <Button onClick={() => void answerLeaving('discard')}>Discard changes</Button>
      <Button onClick={() => void answerLeaving('stay')}>Keep editing</Button>
    </fieldset>
  );
}
