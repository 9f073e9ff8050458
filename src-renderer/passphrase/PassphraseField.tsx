import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Field } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import './passphrase.css';

/** A field for a passphrase: hidden, until the person wants to see what they type. */
export function PassphraseField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string;
  readonly error?: string | null;
  readonly autoFocus?: boolean;
}) {
  const { label, value, onChange, help, error = null, autoFocus = false } = props;
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} error={error} {...(help === undefined ? {} : { help })}>
      {(tie) => (
        <div className="passphrase-field">
          <input
            {...tie}
            type={shown ? 'text' : 'password'}
            value={value}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: a dialog that asks for it begins with it.
            autoFocus={autoFocus}
            maxLength={1024}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={shown ? `Hide: ${label}` : `Show: ${label}`}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
