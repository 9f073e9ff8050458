import { type FormEvent, useState } from 'react';
import type { BackupsState } from '../../../src-shared/backups.ts';
import { useBackups, useStores } from '../../app-stores.ts';
import { wholeNumber } from '../../lib/whole-number.ts';
import { useMay } from '../../may.ts';
import { isAsked } from '../../stores/backups.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** How many backups are kept; saved on purpose. */
export function RetentionForm({ state }: { readonly state: BackupsState }) {
  const { retention, retentionTrouble } = state;
  const { backups: store } = useStores();
  const saving = useBackups((each) => isAsked(each, 'retention'));
  const { why } = useMay('backups.setRetention');
  const [count, setCount] = useState(String(retention.count));
  const [days, setDays] = useState(String(retention.days));
  const chosen = { count: wholeNumber(count, 1, 1000), days: wholeNumber(days, 0, 3650) };
  const dirty = count !== String(retention.count) || days !== String(retention.days);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.count === null || chosen.days === null) return;
    void store.getState().setRetention({ count: chosen.count, days: chosen.days });
  };
  const discard = () => {
    setCount(String(retention.count));
    setDays(String(retention.days));
  };
  return (
    <form className="section" aria-label="What is kept" onSubmit={submit} noValidate>
      <div className="section-head">
        <h2>What is kept</h2>
        <p className="section-hint">The newest good backup stays in any case</p>
      </div>
      {retentionTrouble !== null && (
        <Notice mood="warn" title="The setting cannot be read, so nothing is removed.">
          <p>{retentionTrouble}</p>
        </Notice>
      )}
      <div className="retention-fields">
        <Field
          label="Newest backups"
          help="So many are kept, however old."
          error={chosen.count === null ? 'A whole number from 1 to 1000.' : null}
        >
          {(tie) => (
            <input {...tie} inputMode="numeric" value={count} onChange={(event) => setCount(event.target.value)} />
          )}
        </Field>
        <Field
          label="Days"
          help="All of the last days are kept, however many."
          error={chosen.days === null ? 'A whole number from 0 to 3650.' : null}
        >
          {(tie) => (
            <input {...tie} inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />
          )}
        </Field>
      </div>
      {dirty && (
        <div className="home-buttons">
          <Button
            type="submit"
            kind="primary"
            busy={saving}
            disabledReason={why ?? (chosen.count === null || chosen.days === null ? 'Correct the numbers first' : null)}
          >
            Save
          </Button>
          <Button onClick={discard}>Discard</Button>
          <p>Older ones are removed when the next backup is made.</p>
        </div>
      )}
    </form>
  );
}
