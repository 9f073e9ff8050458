import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { FormEditorStore, Kept } from '../../lib/form-editor.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** The same was changed elsewhere while something was typed here: the person chooses what counts. */
export function NewerNotice<K extends Kept, D>({ editor }: { readonly editor: StoreApi<FormEditorStore<K, D>> }) {
  const newer = useStore(editor, ({ opened }) => opened?.newer ?? null);
  if (newer === null) return null;
  const { resolve } = editor.getState();
  const removed = newer === 'removed';
  return (
    <Notice
      mood="warn"
      role="alert"
      title={removed ? 'It was removed elsewhere meanwhile.' : 'It was changed elsewhere meanwhile.'}
      actions={
        <>
          <Button onClick={() => resolve('theirs')}>{removed ? 'Discard mine' : 'Show theirs'}</Button>
          <Button onClick={() => resolve('mine')}>{removed ? 'Keep mine as a new one' : 'Keep mine'}</Button>
        </>
      }
    >
      <p>
        {removed
          ? 'In another window or on the command line. What you typed is still here.'
          : 'In another window or on the command line. If you keep yours, saving replaces theirs.'}
      </p>
    </Notice>
  );
}
