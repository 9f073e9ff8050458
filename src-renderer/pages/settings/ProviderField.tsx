import type { ProviderField as Described } from '../../../src-shared/providers.ts';
import type { SecretState } from '../../../src-shared/settings.ts';
import type { SecretEdit } from '../../lib/configuration-draft.ts';
import { Field } from '../../ui/Field.tsx';
import { SecretField } from './SecretField.tsx';

/** One field of a provider's form, as the catalogue describes it. */
export function ProviderField(props: {
  readonly field: Described;
  readonly value: string;
  /** Of a secret: what is kept; null where nothing is kept yet. */
  readonly kept: SecretState | null;
  /** Of a secret: what becomes of it. */
  readonly edit: SecretEdit | null;
  readonly error: string | null;
  readonly takesFocus: boolean;
  readonly onValue: (value: string) => void;
  readonly onSecret: (edit: SecretEdit) => void;
}) {
  const { field, value, kept, edit, error, takesFocus, onValue, onSecret } = props;
  const { name, kind, example, standard, choices } = field;
  if (kind === 'secret') {
    return (
      <SecretField field={field} kept={kept} edit={edit} error={error} onChange={onSecret} takesFocus={takesFocus} />
    );
  }
  return (
    <Field label={field.label} help={field.help} error={error}>
      {(tie) =>
        kind === 'choice' ? (
          <select {...tie} name={name} value={value} onChange={(event) => onValue(event.target.value)}>
            {standard === null && <option value="">Choose</option>}
            {choices.map((choice) => (
              // The standard is what an empty field means, and stays so if it is another one day.
              <option key={choice.value} value={choice.value === standard ? '' : choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...tie}
            name={name}
            type="text"
            inputMode={kind === 'url' ? 'url' : undefined}
            value={value}
            placeholder={standard ?? example ?? undefined}
            maxLength={4096}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: the form for something new begins with its first field.
            autoFocus={takesFocus}
            onChange={(event) => onValue(event.target.value)}
          />
        )
      }
    </Field>
  );
}
