import type { ServingReport } from '../../src-shared/serving.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { servicesOf } from './serving-words.ts';

/** How it went. */
export function ServeReport(props: { readonly report: ServingReport; readonly close: () => void }) {
  const { report, close } = props;
  const { error, changes } = report;
  return (
    <>
      {error === null ? (
        <Notice mood="ok" role="status" title={`It serves ${servicesOf(changes, [])} from now on.`} />
      ) : (
        <ErrorNotice
          title={
            error.code === 'switching/undo-incomplete'
              ? 'It failed, and not all of it could be put back.'
              : 'It failed, and everything was put back.'
          }
          error={error}
        />
      )}
      <div className="dialog-buttons">
        <Button kind="primary" autoFocus onClick={close}>
          Close
        </Button>
      </div>
    </>
  );
}
