import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { FormEditorStore, Kept } from '../../lib/form-editor.ts';
import { Button } from '../../ui/Button.tsx';
import { LeavingFoot, SavedFoot } from '../../ui/FormFeet.tsx';

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
  if (leaving) return <LeavingFoot answer={editor.getState().answerLeaving}>{name} is not saved.</LeavingFoot>;
  if (base !== null && !isChanged) return saved ? <SavedFoot /> : null;
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
