import { type FormEvent, useState } from 'react';
import type { PortView } from '../../src-shared/ports.ts';
import { useHome, usePorts, useStores } from '../app-stores.ts';
import { shownPath } from '../lib/shown-path.ts';
import { wholeNumber } from '../lib/whole-number.ts';
import { Button } from '../ui/Button.tsx';
import { Diff } from '../ui/Diff.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Field } from '../ui/Field.tsx';

/** What a move to another port would change, file by file, and the choice of the port. */
export function MovePreview({ view }: { readonly view: PortView }) {
  const shown = usePorts((state) => state.shown);
  const home = useHome((state) => state.home?.path ?? '');
  if (shown === null) return null;
  const { plan, error } = shown;
  return (
    <div className="move-preview">
      <PortChoice view={view} />
      {error !== null && <ErrorNotice error={error} />}
      {plan === null && error === null && <p role="status">Working it out</p>}
      {plan?.files.map(({ path, diff }) => (
        <div key={path}>
          <p className="move-preview-path">
            <code>{shownPath(path, home)}</code>
          </p>
          <Diff text={diff} label={`Change of ${shownPath(path, home)}`} />
        </div>
      ))}
      {plan?.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  );
}

function PortChoice({ view }: { readonly view: PortView }) {
  const { service, port, suggestion } = view;
  const { ports: store } = useStores();
  const [text, setText] = useState(String(suggestion ?? ''));
  const to = wholeNumber(text, 1024, 65535);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (to !== null) void store.getState().show({ service, from: port, to });
  };
  return (
    <form className="move-preview-choice" onSubmit={send}>
      <Field label="Another port">
        {(tie) => (
          <input
            {...tie}
            inputMode="numeric"
            size={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" disabledReason={to === null ? 'A port is a number from 1024 to 65535' : null}>
        Show this one
      </Button>
    </form>
  );
}
