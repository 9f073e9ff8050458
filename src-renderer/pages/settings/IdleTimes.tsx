import { type FormEvent, useEffect, useState } from 'react';
import { type ContextsState, type ContextTimes, contextTimeBounds } from '../../../src-shared/chat.ts';
import { useStores } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import { useContexts } from '../../settings-hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';

const labels: Readonly<Record<keyof ContextTimes, { readonly label: string; readonly variable: string }>> = {
  maxAgeHours: { label: 'Forget after, in hours', variable: 'TDA_USER_CONTEXT_MAX_AGE_HOURS' },
  cleanupIntervalSeconds: { label: 'Look every, in seconds', variable: 'TDA_USER_CONTEXT_CLEANUP_INTERVAL' },
};
const names = Object.keys(labels) as (keyof ContextTimes)[];

/** When what is open for a user who asks nothing is closed: for everybody who uses the app. */
export function IdleTimes() {
  const { contexts: store } = useStores();
  const contexts = useContexts((state) => state.contexts);
  const error = useContexts((state) => state.error);
  useEffect(() => void store.getState().load(), [store]);
  if (contexts === null && error === null) return null;
  return (
    <section className="keeping" aria-label="Idle users">
      <h2>Idle users</h2>
      <p>
        While somebody asks, their keys and connections are open in the app. They are closed when that user has asked
        nothing for long; nothing that is in use is ever closed.
      </p>
      {error !== null && <ErrorNotice error={error} />}
      {contexts?.refused.map((refused) => (
        <ErrorNotice key={refused.message} mood="warn" error={refused} />
      ))}
      {contexts !== null && <TimesForm key={JSON.stringify(contexts.times)} times={contexts.times} />}
    </section>
  );
}

function TimesForm({ times }: { readonly times: ContextsState['times'] }) {
  const { contexts: store } = useStores();
  const saving = useContexts((state) => state.saving);
  const may = useMay('chat.setContextTimes');
  const [texts, setTexts] = useState(() => textsOf(times));
  const changed = names.filter((name) => texts[name].trim() !== String(times[name].value));
  const problems = Object.fromEntries(changed.map((name) => [name, problemOf(name, texts[name])]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length === 0 || Object.values(problems).some((problem) => problem !== null)) return;
    void store.getState().setTimes(Object.fromEntries(changed.map((name) => [name, numberOf(texts[name])])));
  };
  return (
    <form className="idle-times" aria-label="Idle users" onSubmit={submit} noValidate>
      {names.map((name) => {
        const { origin } = times[name];
        const fixed = origin === 'environment';
        return (
          <Field
            key={name}
            label={labels[name].label}
            help={fixed ? `Set by ${labels[name].variable}.` : 'Left empty, it is as usual.'}
            error={problems[name] ?? null}
          >
            {(tie) => (
              <input
                {...tie}
                inputMode="decimal"
                maxLength={8}
                value={texts[name]}
                disabled={fixed || !may.allowed}
                onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              />
            )}
          </Field>
        );
      })}
      {changed.length > 0 && (
        <Button type="submit" kind="primary" busy={saving} disabledReason={may.why}>
          Save
        </Button>
      )}
      {may.why !== null && <p className="section-hint">{may.why}</p>}
    </form>
  );
}

function textsOf(times: ContextsState['times']): Record<keyof ContextTimes, string> {
  return {
    cleanupIntervalSeconds: String(times.cleanupIntervalSeconds.value),
    maxAgeHours: String(times.maxAgeHours.value),
  };
}

/** Null: as usual. */
function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.replace(',', '.'));
}

function problemOf(name: keyof ContextTimes, text: string): string | null {
  const { least, most } = contextTimeBounds[name];
  const value = numberOf(text);
  const isGood = value === null || (value >= least && value <= most);
  return isGood ? null : `Give a number from ${least} to ${most.toLocaleString('en-GB')}.`;
}
