import { useEffect } from 'react';
import { useArchives, useStores, useUserEditor, useUsers } from '../../app-stores.ts';
import { formatBytes } from '../../lib/format.ts';
import type { OpenExport } from '../../stores/archives.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ArchiveProgress } from './ArchiveProgress.tsx';
import './archive-panels.css';
import { ExportForm } from './ExportForm.tsx';
import { LeftOutList } from './LeftOutList.tsx';

/** One user as one file: what of them, where to, and whether it came out whole. */
export function ExportPanel({ close }: { readonly close: () => void }) {
  const { archives } = useStores();
  const id = useUserEditor((state) => state.opened?.id ?? null);
  const name = useUsers(({ users }) => userName(users, id ?? ''));
  const outgoing = useArchives((state) => state.outgoing);
  useEffect(() => {
    if (id !== null) void archives.getState().preview(id);
  }, [archives, id]);
  if (id === null) return null;
  return (
    <SidePanel title={`Export ${name}`} subtitle={<code>{id}</code>} close={close}>
      {outgoing !== null && outgoing.userId === id && <Export outgoing={outgoing} close={close} />}
    </SidePanel>
  );
}

function Export({ outgoing, close }: { readonly outgoing: OpenExport; readonly close: () => void }) {
  const { preview, exporting, error, report } = outgoing;
  if (report !== null) {
    return (
      <>
        <Notice
          mood={report.warnings.length === 0 ? 'ok' : 'warn'}
          role="status"
          title="The archive is written and checked."
        >
          <p>
            <code className="panel-path">{report.path}</code>
          </p>
          <p>{formatBytes(report.size)}</p>
          {report.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Notice>
        <LeftOutList leftOut={report.leftOut} />
        <details className="profile-other">
          <summary>Fingerprint (SHA-256)</summary>
          <pre>{report.sha256}</pre>
        </details>
        <div className="users-buttons">
          <Button onClick={close}>Done</Button>
        </div>
      </>
    );
  }
  return (
    <>
      {preview === null && error !== null && <ErrorNotice title="The export cannot be prepared." error={error} />}
      {preview === null && error === null && <Skeleton width={36} height={110} />}
      {preview !== null && <ExportForm key={preview.userId} preview={preview} outgoing={outgoing} close={close} />}
      {exporting && <ArchiveProgress />}
    </>
  );
}
