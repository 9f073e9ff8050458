import { FolderOpen, SearchCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ImportReport } from '../../../src-shared/archives.ts';
import { useArchives, useStores } from '../../app-stores.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { ArchiveProgress } from './ArchiveProgress.tsx';
import './archive-panels.css';
import { ImportForm } from './ImportForm.tsx';

/** A user out of an archive: it is checked first, and what would come is shown. */
export function ImportPanel(props: { readonly openUser: (id: string) => void; readonly close: () => void }) {
  const { openUser, close } = props;
  const { archives } = useStores();
  const { checking, plan, importing, error, report } = useArchives((state) => state.incoming);
  return (
    <SidePanel
      title="Import a user"
      close={() => {
        // What still runs goes on and is shown again; what is at rest is forgotten.
        if (!importing && !checking) archives.getState().closeImport();
        close();
      }}
    >
      {report !== null && <Imported report={report} openUser={openUser} />}
      {!importing && <SourceForm busy={checking} />}
      {error !== null && (
        <ErrorNotice title={plan === null ? 'The archive cannot be imported.' : 'Nobody was imported.'} error={error} />
      )}
      {plan !== null && <ImportForm key={plan.id} plan={plan} importing={importing} />}
      {(checking || importing) && <ArchiveProgress />}
    </SidePanel>
  );
}

function SourceForm({ busy }: { readonly busy: boolean }) {
  const { archives } = useStores();
  const [path, setPath] = useState('');
  const check = (chosen: string) => void archives.getState().plan(chosen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() !== '' && !busy) check(path.trim());
  };
  const choose = async () => {
    const chosen = await archives.getState().chooseSource();
    if (chosen === null) return;
    setPath(chosen);
    check(chosen);
  };
  return (
    <form className="archive-form" aria-label="Check an archive" onSubmit={submit} noValidate>
      <div className="archive-target">
        <Field label="Archive" help="A .zip that was exported here or on another computer.">
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
      <div className="users-buttons">
        <Button
          type="submit"
          icon={SearchCheck}
          busy={busy}
          disabledReason={path.trim() === '' ? 'Say which archive first' : null}
        >
          Check the archive
        </Button>
      </div>
    </form>
  );
}

function Imported({ report, openUser }: { readonly report: ImportReport; readonly openUser: (id: string) => void }) {
  const { archives } = useStores();
  const { userId, name, files, bytes, secretsLeftOut, backup, warnings } = report;
  return (
    <Notice
      mood={warnings.length === 0 ? 'ok' : 'warn'}
      role="status"
      title={`${name} is imported.`}
      onDismiss={() => archives.getState().closeImport()}
      actions={<Button onClick={() => openUser(userId)}>Open {name}</Button>}
    >
      <p>
        {formatCount(files, 'file')}, {formatBytes(bytes)}
      </p>
      {secretsLeftOut > 0 && <p>{formatCount(secretsLeftOut, 'file')} with secrets left out.</p>}
      {backup !== null && (
        <p>
          Who was there before is in the backup <code className="panel-path">{backup}</code>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Notice>
  );
}
