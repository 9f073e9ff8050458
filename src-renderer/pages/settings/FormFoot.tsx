import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { FormEditorStore, Kept } from '../../lib/form-editor.ts';
import { Button } from '../../ui/Button.tsx';

/** Save and Discard under a form; in their place the question what becomes of it where somebody wants to leave. */
export function FormFoot<K extends Kept, D>(props: {
  readonly editor: StoreApi<FormEditorStore<K, D>>;
  readonly name: string;
  readonly isChanged: boolean;
  readonly why: string | null;
  readonly save: () => Promise<void>;
}) {
  const { editor, name, isChanged, why, save } = props;
  const opened = useStore(editor, (state) => state.opened);
  const leaving = useStore(editor, (state) => state.leaving !== null);
  if (opened === null) return null;
  const { base, saving, saved, newer } = opened;
  if (leaving) return <LeavingQuestion editor={editor} name={name} />;
  if (base !== null && !isChanged) return saved ? <Saved /> : null;
  return (
    <div className="side-panel-foot">
      <p>{base === null ? 'Not saved yet' : 'Changes are not saved'}</p>
      <Button
        kind="primary"
        busy={saving}
        disabledReason={why ?? (newer === null ? null : 'Choose what counts first')}
        onClick={() => void save()}
      >
        Save
      </Button>
      <Button disabledReason={saving ? 'It is being saved' : null} onClick={() => editor.getState().discard()}>
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

function LeavingQuestion<K extends Kept, D>(props: {
  readonly editor: StoreApi<FormEditorStore<K, D>>;
  readonly name: string;
}) {
  const { editor, name } = props;
  const { answerLeaving } = editor.getState();
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
      <p role="alert">{name} is not saved.</p>
      <Button kind="primary" onClick={() => void answerLeaving('save')}>
        Save
      </Button>
      <Button onClick={() => void answerLeaving('discard')}>Discard changes</Button>
      <Button onClick={() => void answerLeaving('stay')}>Keep editing</Button>
    </fieldset>
  );
}
