import { useActivity, useShell, useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** What an export came to, or why it was refused. */
export function ExportNotice() {
  const { activity, shell } = useStores();
  const exported = useActivity((state) => state.exported);
  const refused = useActivity((state) => state.exportError);
  const failure = useShell(({ error }) => error);
  const dismiss = () => activity.getState().dismissExported();
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} onDismiss={() => shell.getState().dismissError()} />}
      {refused !== null && <ErrorNotice title="Nothing was exported." error={refused} onDismiss={dismiss} />}
      {exported !== null && (
        <Notice
          mood="ok"
          role="status"
          title={`${formatCount(exported.entries, 'entry', 'entries')} exported.`}
          onDismiss={dismiss}
        >
          <p>
            <code>{exported.path}</code>
          </p>
        </Notice>
      )}
    </>
  );
}
