import type { KeyboardEvent } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { parameterNames } from '../../../src-shared/providers.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { tagDraftProblems } from '../../lib/tag-profile-draft.ts';
import { useMay } from '../../may.ts';
import { useProviders } from '../../settings-hooks.ts';
import { findProvider } from '../../stores/providers.ts';
import { findConfiguration } from '../../stores/settings.ts';
import type { OpenTagProfile, TagProfileEditorStore } from '../../stores/tag-profile-editor.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field, type FieldTie } from '../../ui/Field.tsx';
import './configuration-form.css';
import { NewerNotice } from './NewerNotice.tsx';
import { ParameterFields } from './ParameterFields.tsx';

/** Saves the open form; where something is wrong, typing goes on there. */
export async function saveTagProfile(editor: StoreApi<TagProfileEditorStore>): Promise<void> {
  if ((await editor.getState().save()) === null)
    document.querySelector<HTMLElement>('.profile-tag-form [aria-invalid]')?.focus();
}

/** The form of a profile: under which tag what is asked, and how. */
export function TagProfileForm({ opened, settings }: { readonly opened: OpenTagProfile; readonly settings: Settings }) {
  const { tagProfileEditor } = useStores();
  const { draft, base, tried, refused, failure, newer } = opened;
  const { edit, dismissFailure } = tagProfileEditor.getState();
  const may = useMay('settings.saveProfile');
  const configuration = findConfiguration(settings, draft.configurationId);
  const provider = useProviders((state) =>
    configuration === null ? null : findProvider(state, configuration.provider),
  );
  const own = tagDraftProblems(
    draft,
    settings.profiles.filter(({ id }) => id !== base?.id),
  );
  /** A mistake in what is typed is said at once, what is missing only once it was tried to save. */
  const problemOf = (name: 'name' | 'tag' | 'configurationId') =>
    refused[name] ?? (tried || draft[name] !== '' ? (own[name] ?? null) : null);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void saveTagProfile(tagProfileEditor);
  };
  const text = (name: 'name' | 'tag' | 'description', tie: FieldTie, maxLength: number, placeholder?: string) => (
    <input
      {...tie}
      name={name}
      value={draft[name]}
      maxLength={maxLength}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={name === 'description'}
      // biome-ignore lint/a11y/noAutofocus: the form for something new begins with its first field.
      autoFocus={name === 'tag' && base === null}
      onChange={(event) => edit({ [name]: event.target.value })}
    />
  );
  return (
    <form
      className="profile-tag-form"
      aria-label="Profile"
      noValidate
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        void saveTagProfile(tagProfileEditor);
      }}
    >
      {/* Enter in a field saves; the button to be seen is in the bar below. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      {failure !== null && newer === null && (
        <ErrorNotice title="Nothing was stored." error={failure} onDismiss={dismissFailure} />
      )}
      {newer !== null && <NewerNotice editor={tagProfileEditor} />}
      {may.why !== null && <p className="section-hint">{may.why}</p>}
      <fieldset className="form-part" disabled={!may.allowed}>
        <legend className="visually-hidden">Profile</legend>
        <Field label="Tag" help="Letters and digits. It stands in front of a message as @TAG." error={problemOf('tag')}>
          {(tie) => text('tag', tie, 17, 'FAST')}
        </Field>
        <Field label="Name" help="What you call it." error={problemOf('name')}>
          {(tie) => text('name', tie, 100, 'Quick answers')}
        </Field>
        <Field label="Asks" help="Which of your configurations answers." error={problemOf('configurationId')}>
          {(tie) => (
            <select
              {...tie}
              name="configurationId"
              value={configuration === null ? '' : draft.configurationId}
              onChange={(event) => edit({ configurationId: event.target.value })}
            >
              {configuration === null && <option value="">Choose</option>}
              {settings.configurations.map(({ id, name, model }) => (
                <option key={id} value={id}>
                  {model === '' ? name : `${name} (${model})`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Description (optional)" help="For you: when to use it.">
          {(tie) => text('description', tie, 1000)}
        </Field>
        <ParameterFields
          names={provider?.capabilities.parameters ?? parameterNames}
          texts={draft.parameters}
          inherited={configuration?.parameters ?? {}}
          refused={refused}
          onChange={(parameters, name) => edit({ parameters }, name)}
        />
        <p className="field-help">What is left empty is as the configuration has it.</p>
      </fieldset>
    </form>
  );
}
