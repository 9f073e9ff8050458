import type { StoreApi } from 'zustand/vanilla';
import type { Result } from '../../src-shared/errors.ts';
import type { Configuration, ConfigurationDraft, Settings } from '../../src-shared/settings.ts';
import {
  draftOf,
  draftProblems,
  type FormDraft,
  isChanged,
  sentDraft,
  unsentDraft,
} from '../lib/configuration-draft.ts';
import { createFormEditorStore, type FormEditorStore, type OpenForm } from '../lib/form-editor.ts';

/** The one form of a configuration that is open. */
export type ConfigurationEditorStore = FormEditorStore<Configuration, FormDraft>;
/** A form of a configuration. */
export type OpenConfiguration = OpenForm<Configuration, FormDraft>;

/** Makes the store of the form of a configuration. @param save answers null where the user has changed meanwhile */
export function createConfigurationEditorStore(
  save: (draft: ConfigurationDraft) => Promise<Result<Settings> | null>,
): StoreApi<ConfigurationEditorStore> {
  return createFormEditorStore<Configuration, FormDraft>({
    draftOf,
    isChanged,
    problemsOf: draftProblems,
    listed: ({ configurations }) => configurations,
    send: (draft, base) => save(sentDraft(draft, base)),
    unsent: unsentDraft,
  });
}
