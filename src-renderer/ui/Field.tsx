import { type ReactNode, useId } from 'react';
import './field.css';

/** What a field hands to its control, so that label, help and error are tied to it. */
export interface FieldTie {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A control with its label above, help under it, and what is wrong under that, in words. */
export function Field(props: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | null;
  readonly children: (tie: FieldTie) => ReactNode;
}) {
  const { label, help, error = null, children } = props;
  const id = useId();
  const described = [help === undefined ? '' : `${id}-help`, error === null ? '' : `${id}-error`].filter(Boolean);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': error === null ? undefined : true,
      })}
      {help !== undefined && (
        <p id={`${id}-help`} className="field-help">
          {help}
        </p>
      )}
      {error !== null && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
