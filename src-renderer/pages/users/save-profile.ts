import type { StoreApi } from 'zustand/vanilla';
import type { UserEditorStore } from '../../stores/user-editor.ts';

/** Saves the open profile; where a field is refused, typing goes on in the first of them. */
export async function saveProfile(store: StoreApi<UserEditorStore>, form: HTMLFormElement | null): Promise<void> {
  if (await store.getState().save()) return;
  const field = store.getState().opened?.problems[0]?.field;
  const control = field === undefined ? null : form?.elements.namedItem(field);
  if (control instanceof HTMLElement) control.focus();
}

/** The form of the profile that is open, wherever it stands. */
export function profileForm(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>('form.profile-form');
}
