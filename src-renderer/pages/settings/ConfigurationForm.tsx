import { type KeyboardEvent, useRef, useState } from 'react';
import type { ProviderField as Described } from '../../../src-shared/providers.ts';
import { useStores } from '../../app-stores.ts';
import { draftProblems } from '../../lib/configuration-draft.ts';
import { formatList } from '../../lib/format.ts';
import { mainFields } from '../../lib/provider-needs.ts';
import { useMay } from '../../may.ts';
import { useProviders } from '../../settings-hooks.ts';
import type { OpenConfiguration } from '../../stores/configuration-editor.ts';
import { findProvider } from '../../stores/providers.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { CheckPart } from './CheckPart.tsx';
import './configuration-form.css';
import { FinalAddress } from './FinalAddress.tsx';
import { ModelField } from './ModelField.tsx';
import { NewerNotice } from './NewerNotice.tsx';
import { ParameterFields } from './ParameterFields.tsx';
import { ProviderField } from './ProviderField.tsx';
import { saveConfiguration } from './save-configuration.ts';
import { usePreview } from './use-preview.ts';

/** The form of a configuration, made from what the catalogue says of its provider; nothing is kept before Save. */
export function ConfigurationForm({ opened }: { readonly opened: OpenConfiguration }) {
  const stores = useStores();
  const { configurationEditor } = stores;
  const form = useRef<HTMLFormElement>(null);
  const { draft, base, tried, refused, failure, newer, key } = opened;
  const provider = useProviders((state) => findProvider(state, draft.provider));
  const preview = usePreview(draft);
  const may = useMay('settings.saveConfiguration');
  if (provider === null) return null;
  const own = draftProblems(draft);
  const main = mainFields(provider);
  const others = provider.fields.filter((field) => !main.includes(field));
  const press = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void saveConfiguration(stores);
  };
  /** What main says of a field: at once where something stands in it, else only once it was tried to save. */
  const problemOf = (name: string, value: string): string | null => {
    const looked = tried || value.trim() !== '' ? preview?.problems[name] : undefined;
    return refused[name] ?? looked ?? null;
  };
  return (
    <form
      ref={form}
      className="configuration-form"
      aria-label="Configuration"
      noValidate
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        void saveConfiguration(stores);
      }}
    >
      {/* Enter in a field saves; the button to be seen is in the bar below. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      {failure !== null && newer === null && (
        <ErrorNotice
          title="Nothing was stored."
          error={failure}
          onDismiss={configurationEditor.getState().dismissFailure}
        />
      )}
      {newer !== null && <NewerNotice editor={configurationEditor} />}
      {may.why !== null && <p className="section-hint">{may.why}</p>}
      {draft.like !== undefined && provider.fields.some(({ kind }) => kind === 'secret') && (
        <p className="section-hint">As {draft.like} is, but without its keys: those are never taken along.</p>
      )}
      <fieldset className="form-part" disabled={!may.allowed}>
        <legend className="visually-hidden">Provider</legend>
        <ProviderFields opened={opened} fields={main} problemOf={problemOf} takesFocus={base === null} />
        <ModelField
          key={key}
          opened={opened}
          provider={provider}
          error={problemOf('model', draft.model)}
          takesFocus={base === null && main.length === 0}
        />
        <OtherFields opened={opened} fields={others} problemOf={problemOf} />
        <FinalAddress preview={preview} />
        <NameField value={draft.name} error={refused.name ?? (tried ? (own.name ?? null) : null)} />
        <ParameterFields
          names={provider.capabilities.parameters}
          texts={draft.parameters}
          inherited={{}}
          refused={refused}
          onChange={(parameters, name) => configurationEditor.getState().edit({ parameters }, name)}
        />
      </fieldset>
      <CheckPart opened={opened} />
    </form>
  );
}

interface FieldsProps {
  readonly opened: OpenConfiguration;
  readonly fields: readonly Described[];
  readonly problemOf: (name: string, value: string) => string | null;
  /** Whether the first of them does. */
  readonly takesFocus?: boolean;
}

function ProviderFields({ opened, fields, problemOf, takesFocus = false }: FieldsProps) {
  const { draft, base } = opened;
  const { edit } = useStores().configurationEditor.getState();
  return fields.map((field, index) => (
    <ProviderField
      key={field.name}
      field={field}
      value={draft.fields[field.name] ?? ''}
      kept={base?.secrets[field.name] ?? null}
      edit={draft.secrets[field.name] ?? null}
      error={problemOf(field.name, draft.fields[field.name] ?? '')}
      takesFocus={takesFocus && index === 0}
      onValue={(value) => edit({ fields: { ...draft.fields, [field.name]: value } }, field.name)}
      onSecret={(secret) => edit({ secrets: { ...draft.secrets, [field.name]: secret } }, field.name)}
    />
  ));
}

/** Fields that few need, folded away unless something stands in one or is wrong with it. */
function OtherFields({ opened, fields, problemOf }: FieldsProps) {
  const { draft, base } = opened;
  const filled = fields.filter(({ name }) => {
    const secret = base?.secrets[name]?.state ?? 'none';
    return (draft.fields[name] ?? '') !== '' || secret !== 'none' || (draft.secrets[name]?.kind ?? 'keep') !== 'keep';
  });
  const wrong = fields.some(({ name }) => problemOf(name, draft.fields[name] ?? '') !== null);
  // Only what is there at first opens it: what is typed is typed into what is open.
  const [isOpen, setOpen] = useState(filled.length > 0);
  if (fields.length === 0) return null;
  const labels = formatList(fields.map(({ label }) => label));
  return (
    <details className="parameters" open={isOpen || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        More<span className="parameters-summary">{labels}</span>
      </summary>
      <div className="other-fields">
        <ProviderFields opened={opened} fields={fields} problemOf={problemOf} />
      </div>
    </details>
  );
}

function NameField({ value, error }: { readonly value: string; readonly error: string | null }) {
  const { edit } = useStores().configurationEditor.getState();
  return (
    <Field label="Name" help="What you call it, such as “Work” or “At home”." error={error}>
      {(tie) => (
        <input
          {...tie}
          name="name"
          value={value}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => edit({ name: event.target.value })}
        />
      )}
    </Field>
  );
}
