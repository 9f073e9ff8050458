import { KeyRound } from 'lucide-react';
import { useId } from 'react';
import type { ProviderField } from '../../../src-shared/providers.ts';
import type { SecretState } from '../../../src-shared/settings.ts';
import type { SecretEdit } from '../../lib/configuration-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { secretWords } from './settings-words.ts';

interface SecretProps {
  readonly field: ProviderField;
  readonly kept: SecretState | null;
  readonly edit: SecretEdit | null;
  readonly error: string | null;
  readonly takesFocus: boolean;
  readonly onChange: (edit: SecretEdit) => void;
}

/** A secret: it can be given, replaced and removed, and never be read. What is not touched stays as it is. */
export function SecretField(props: SecretProps) {
  const { kept, edit } = props;
  const isKept = kept !== null && kept.state !== 'none';
  return isKept && edit?.kind !== 'set' ? (
    <KeptSecret {...props} kept={kept} />
  ) : (
    <NewSecret {...props} isKept={isKept} />
  );
}

function NewSecret(props: SecretProps & { readonly isKept: boolean }) {
  const { field, edit, error, takesFocus, isKept, onChange } = props;
  const { label } = field;
  return (
    <Field label={label} help={field.help} error={error}>
      {(tie) => (
        <div className="secret-field">
          <input
            {...tie}
            name={field.name}
            type="password"
            value={edit?.kind === 'set' ? edit.value : ''}
            placeholder={field.example ?? undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: whoever replaces a key, or begins with it, types it next.
            autoFocus={takesFocus || isKept}
            onChange={({ target: { value } }) =>
              onChange(value === '' && !isKept ? { kind: 'keep' } : { kind: 'set', value })
            }
          />
          {isKept && <Button onClick={() => onChange({ kind: 'keep' })}>Keep the present one</Button>}
        </div>
      )}
    </Field>
  );
}

function KeptSecret(props: SecretProps & { readonly kept: SecretState }) {
  const { field, kept, edit, error, onChange } = props;
  const { label } = field;
  const id = useId();
  const removed = edit?.kind === 'remove';
  return (
    <fieldset className="field kept-secret" aria-describedby={`${id}-help`}>
      <legend>{label}</legend>
      <div className="secret-field">
        <span className="secret-state">
          <KeyRound size={14} aria-hidden />
          {removed ? 'Will be removed when you save' : capital(secretWords(kept))}
        </span>
        {removed ? (
          <Button label={`Keep: ${label}`} onClick={() => onChange({ kind: 'keep' })}>
            Keep
          </Button>
        ) : (
          <>
            <Button label={`Replace: ${label}`} onClick={() => onChange({ kind: 'set', value: '' })}>
              Replace
            </Button>
            <Button label={`Remove: ${label}`} onClick={() => onChange({ kind: 'remove' })}>
              Remove
            </Button>
          </>
        )}
      </div>
      <p id={`${id}-help`} className="field-help">
        {kept.state === 'locked' ? 'Give your passphrase above to use it. ' : ''}
        {field.help}
      </p>
      {kept.state === 'unreadable' && !removed && (
        <p className="field-error">
          {kept.error.message} {kept.error.hint}
        </p>
      )}
      {error !== null && <p className="field-error">{error}</p>}
    </fieldset>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
