import { useEffect, useRef } from 'react';
import { type CheckKind, checkKinds } from '../../../src-shared/chat.ts';
import { useStores } from '../../app-stores.ts';
import { askedDraft, asksTheSame } from '../../lib/configuration-draft.ts';
import { formatAge, formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { useChecks } from '../../settings-hooks.ts';
import { type CheckState, checksOf, formChecks } from '../../stores/checks.ts';
import type { OpenConfiguration } from '../../stores/configuration-editor.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { checkTitles, checkWord } from './settings-words.ts';

const checkHelp: Readonly<Record<CheckKind, string>> = {
  access: 'Whether the address and the key are taken. Costs nothing.',
  chat: 'One short answer of the model. The provider may charge for it.',
};

/** Both tests of what stands in the form, saved or not. */
export function CheckPart({ opened }: { readonly opened: OpenConfiguration }) {
  const { checks } = useStores();
  const { draft, start, base } = opened;
  const isAsKept = base !== null && asksTheSame(draft, start);
  const of = isAsKept ? checksOf(base) : formChecks;
  const { fields, secrets, model } = draft;
  const tested = useRef({ fields, secrets, model });
  useEffect(() => {
    const before = tested.current;
    tested.current = { fields, secrets, model };
    const isOther = before.fields !== fields || before.secrets !== secrets || before.model !== model;
    // A test of something else says nothing about this.
    if (isOther && of === formChecks) checks.getState().forget(formChecks);
  }, [checks, fields, secrets, model, of]);
  const run = (kind: CheckKind) => {
    const target = isAsKept ? { configurationId: base.id } : { draft: askedDraft(draft, base) };
    void checks.getState().run(of, kind, target);
  };
  return (
    <section className="form-part" aria-label="Test">
      <h3>Test</h3>
      {checkKinds.map((kind) => (
        <CheckRow key={kind} kind={kind} of={of} hasModel={model.trim() !== ''} run={run} />
      ))}
    </section>
  );
}

function CheckRow(props: {
  readonly kind: CheckKind;
  readonly of: string;
  readonly hasModel: boolean;
  readonly run: (kind: CheckKind) => void;
}) {
  const { kind, of, hasModel, run } = props;
  const { checks } = useStores();
  const check = useChecks((state) => state.checks[of]?.[kind]);
  const may = useMay('chat.check');
  const { mood, word } = checkWord(check);
  const title = checkTitles[kind];
  return (
    <div className="check">
      <div className="check-words" role="status">
        <p className="check-title">
          <Shape mood={mood} />
          <span>
            {title}: {word}
          </span>
          <CheckTime check={check} />
        </p>
        <CheckMeaning check={check} kind={kind} />
      </div>
      {check?.state === 'running' ? (
        <Button label={`Cancel: ${title}`} onClick={() => checks.getState().cancel(of, kind)}>
          Cancel
        </Button>
      ) : (
        <Button
          label={`Test: ${title}`}
          disabledReason={may.why ?? (kind === 'chat' && !hasModel ? 'Choose a model first' : null)}
          onClick={() => run(kind)}
        >
          {check === undefined ? 'Test' : 'Test again'}
        </Button>
      )}
    </div>
  );
}

function CheckTime({ check }: { readonly check: CheckState | undefined }) {
  const now = useNow(check?.state === 'running' ? 1000 : 10_000);
  if (check === undefined) return null;
  if (check.state === 'running') {
    const ms = Math.max(0, now - Date.parse(check.since));
    return ms < 1000 ? null : <span className="check-time">{formatDuration(ms)}</span>;
  }
  const took = check.state === 'done' ? `${formatDuration(check.result.ms)}, ` : '';
  return (
    <span className="check-time">
      {took}
      {formatAge(check.at, now)}
    </span>
  );
}

function CheckMeaning({ check, kind }: { readonly check: CheckState | undefined; readonly kind: CheckKind }) {
  if (check === undefined || check.state === 'running') return <p className="field-help">{checkHelp[kind]}</p>;
  const { message, hint, details } = meaningOf(check);
  const retryAfterMs = check.state === 'done' ? check.result.retryAfterMs : null;
  return (
    <>
      <p>{message}</p>
      {details.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {hint !== '' && <p className="check-hint">{hint}</p>}
      {retryAfterMs !== null && <p>It may be asked again in {formatDuration(retryAfterMs)}.</p>}
    </>
  );
}

function meaningOf(check: Exclude<CheckState, { state: 'running' }>) {
  return { details: [], ...(check.state === 'refused' ? check.error : check.result) };
}
