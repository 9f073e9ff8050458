import type { StoreApi } from 'zustand/vanilla';
import type { Result } from '../../src-shared/errors.ts';
import type { Profile, Settings } from '../../src-shared/settings.ts';
import { createFormEditorStore, type FormEditorStore, type OpenForm } from '../lib/form-editor.ts';
import {
  isTagDraftChanged,
  sentTagDraft,
  type TagProfileDraft,
  tagDraftOf,
  tagDraftProblems,
} from '../lib/tag-profile-draft.ts';

/** The one form of a profile that is open. */
export type TagProfileEditorStore = FormEditorStore<Profile, TagProfileDraft>;
/** A form of a profile. */
export type OpenTagProfile = OpenForm<Profile, TagProfileDraft>;

/**
 * Makes the store of the form of a profile.
 * @param save answers null where the user has changed meanwhile
 * @param listed the profiles there are, of which no two may have one tag
 */
export function createTagProfileEditorStore(
  save: (draft: ReturnType<typeof sentTagDraft>) => Promise<Result<Settings> | null>,
  listed: () => readonly Profile[],
): StoreApi<TagProfileEditorStore> {
  return createFormEditorStore<Profile, TagProfileDraft>({
    draftOf: tagDraftOf,
    isChanged: isTagDraftChanged,
    problemsOf: (draft, base) =>
      tagDraftProblems(
        draft,
        listed().filter(({ id }) => id !== base?.id),
      ),
    listed: ({ profiles }) => profiles,
    send: (draft, base) => save(sentTagDraft(draft, base)),
    unsent: (draft) => draft,
  });
}
