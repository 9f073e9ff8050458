import { serviceTitles } from '../../src-shared/docker.ts';
import type { PortMoveReport } from '../../src-shared/ports.ts';
import { usePorts, useStores } from '../app-stores.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Notice } from '../ui/Notice.tsx';

/** What came of the last move of a service to another port, until somebody has taken note. */
export function MoveOutcomeNotice() {
  const outcome = usePorts((state) => state.outcome);
  const { ports } = useStores();
  if (outcome === null) return null;
  const dismiss = () => ports.getState().dismiss();
  const title = serviceTitles[outcome.service];
  if ('error' in outcome) {
    return <ErrorNotice title={`${title} keeps its port.`} error={outcome.error} onDismiss={dismiss} />;
  }
  const { report } = outcome;
  if (report.error !== null) {
    return <ErrorNotice title={failedTitle(title, report)} error={report.error} onDismiss={dismiss} />;
  }
  const count = report.files.length;
  return (
    <Notice mood="ok" role="status" title={`${title} uses port ${report.to} now.`} onDismiss={dismiss}>
      <p>
        {count === 1 ? 'One file was changed' : `${count} files were changed`}; the state before is in the backup{' '}
        {report.backup}.
      </p>
    </Notice>
  );
}

function failedTitle(title: string, { to, files }: PortMoveReport): string {
  return files.length === 0
    ? `${title} could not use port ${to}; the files are as they were.`
    : `${title} has port ${to} now and does not answer yet.`;
}
