import { useState } from 'react';
import { wholeNumber } from '../lib/whole-number.ts';
import { Field } from '../ui/Field.tsx';

/** How many numbers a vector of the embedding model has; left empty, what is known of the model counts. */
export function DimensionField(props: {
  readonly disabled: boolean;
  /** True where it is not known. */
  readonly isNeeded: boolean;
  readonly choose: (dimension: number | null) => void;
}) {
  const { disabled, isNeeded, choose } = props;
  const [text, setText] = useState('');
  const number = wholeNumber(text, 1, 100_000);
  const isWrong = text.trim() !== '' && number === null;
  const missing = isNeeded ? 'It is not known of this model: its maker names it.' : null;
  return (
    <Field
      label="Dimension"
      help="How many numbers a vector has. Left empty, it is that of the model."
      error={isWrong ? 'It is a whole number from 1 to 100,000.' : missing}
    >
      {(tie) => (
        <input
          {...tie}
          className="serve-dimension"
          inputMode="numeric"
          size={8}
          value={text}
          disabled={disabled}
          onChange={(event) => {
            const next = event.currentTarget.value;
            setText(next);
            const now = wholeNumber(next, 1, 100_000);
            if (next.trim() === '' || now !== null) choose(now);
          }}
        />
      )}
    </Field>
  );
}
