import { Field } from '../../ui/Field.tsx';

/** As the contract of archives has it; not from there, because its module carries schemas. */
const least = 8;

/** Why a passphrase cannot be used for a new archive, as a sentence; null where it can, or none is wanted. */
export function whyNoPassphrase(passphrase: string, again: string): string | null {
  if (passphrase === '' && again === '') return null;
  if (passphrase.length < least) return `At least ${least} characters.`;
  return passphrase === again ? null : 'Both are not the same.';
}

/** The passphrase of a new archive, typed twice because nobody sees it. */
export function PassphraseFields(props: {
  readonly passphrase: string;
  readonly again: string;
  readonly setPassphrase: (text: string) => void;
  readonly setAgain: (text: string) => void;
  readonly error: string | null;
}) {
  const { passphrase, again, setPassphrase, setAgain, error } = props;
  return (
    <>
      <Field
        label="Passphrase for secrets (optional)"
        help="Without one, keys and other secrets are left out. Nobody can recover it."
        error={error}
      >
        {(tie) => (
          <input
            {...tie}
            type="password"
            autoComplete="new-password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        )}
      </Field>
      {passphrase !== '' && (
        <Field label="The passphrase again">
          {(tie) => (
            <input
              {...tie}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
