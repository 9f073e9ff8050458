import { Download, FolderOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ArchivePart, ExportPreview } from '../../../src-shared/archives.ts';
import { useStores } from '../../app-stores.ts';
import type { OpenExport } from '../../stores/archives.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { partTitles, sizeWords } from './archive-words.ts';
import { LeftOutList } from './LeftOutList.tsx';
import { PassphraseFields, whyNoPassphrase } from './PassphraseFields.tsx';

/** What of a user is exported, where to, and whether secrets go along. */
export function ExportForm(props: {
  readonly preview: ExportPreview;
  readonly outgoing: OpenExport;
  readonly close: () => void;
}) {
  const { preview, outgoing, close } = props;
  const { userId, name, suggestedName } = preview;
  const { archives } = useStores();
  const [parts, setParts] = useState<readonly ArchivePart[]>(['settings', 'memories']);
  const [path, setPath] = useState(`~/${suggestedName}`);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const { exporting, error } = outgoing;
  const wrong = whyNoPassphrase(passphrase, again);
  const send = (replace: boolean) => {
    setTried(true);
    if (wrong !== null || path.trim() === '' || exporting) return;
    const secret = passphrase === '' ? {} : { passphrase };
    void archives.getState().export({ userId, path: path.trim(), parts: [...parts], replace, ...secret });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(false);
  };
  const choose = async () => {
    const chosen = await archives.getState().chooseTarget(suggestedName);
    if (chosen !== null) setPath(chosen);
  };
  return (
    <form className="archive-form" aria-label="Export" onSubmit={submit} noValidate>
      <PartChoices preview={preview} chosen={parts} choose={setParts} disabled={exporting} />
      {preview.inUse && (
        <Notice mood="warn" title={`The services work with ${name}’s data now.`}>
          <p>Databases may change while they are copied. Stop both services, or switch to somebody else, to be sure.</p>
        </Notice>
      )}
      <LeftOutList leftOut={preview.leftOut} />
      <div className="archive-target">
        <Field
          label="File"
          help="Ends in .zip."
          error={tried && path.trim() === '' ? 'Say where the archive goes.' : null}
        >
          {(tie) => (
            <input
              {...tie}
              value={path}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setPath(event.target.value)}
            />
          )}
        </Field>
        <Button icon={FolderOpen} onClick={() => void choose()}>
          Choose
        </Button>
      </div>
      <PassphraseFields
        passphrase={passphrase}
        again={again}
        setPassphrase={setPassphrase}
        setAgain={setAgain}
        error={tried ? wrong : null}
      />
      {error !== null && (
        <ErrorNotice
          title="No archive was written."
          error={error}
          actions={
            error.code === 'archives/target-taken' && (
              <Button onClick={() => send(true)}>Replace the archive there</Button>
            )
          }
        />
      )}
      {!exporting && (
        <div className="users-buttons">
          <Button type="submit" kind="primary" icon={Download}>
            Export {name}
          </Button>
          <Button onClick={close}>Close</Button>
        </div>
      )}
    </form>
  );
}

function PartChoices(props: {
  readonly preview: ExportPreview;
  readonly chosen: readonly ArchivePart[];
  readonly choose: (parts: readonly ArchivePart[]) => void;
  readonly disabled: boolean;
}) {
  const { preview, chosen, choose, disabled } = props;
  return (
    <fieldset className="choices" disabled={disabled}>
      <legend>What goes along</legend>
      <label>
        <input type="checkbox" checked disabled />
        <span>
          Profile
          <small>Always in it: all fields, colour and sign.</small>
        </span>
      </label>
      {preview.parts.map((size) => (
        <label key={size.part}>
          <input
            type="checkbox"
            checked={chosen.includes(size.part)}
            onChange={(event) =>
              choose(event.target.checked ? [...chosen, size.part] : chosen.filter((each) => each !== size.part))
            }
          />
          <span>
            {partTitles[size.part]}
            <small>{sizeWords(size)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
