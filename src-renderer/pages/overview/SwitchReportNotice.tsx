import { RotateCcw } from 'lucide-react';
import type { SwitchReport } from '../../../src-shared/switching.ts';
import { useStores } from '../../app-stores.ts';
import { formatDuration } from '../../lib/format.ts';
import { useSwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import './switch-report.css';
import { aftermath, outcomeOf, timelineOf, totalTime } from './switch-words.ts';

/** How the last switch ended, with its steps to unfold. */
export function SwitchReportNotice(props: {
  readonly last: { readonly report: SwitchReport; readonly endedAt: string };
  readonly nameOf: (id: string) => string;
}) {
  const { last, nameOf } = props;
  const { report } = last;
  const { switching } = useStores();
  const dismiss = () => switching.getState().showReport(last.endedAt, false);
  const name = nameOf(report.user_id);
  switch (outcomeOf(report)) {
    case 'failed':
      return <FailedReport report={report} name={name} nameOf={nameOf} dismiss={dismiss} />;
    case 'cancelled':
      return (
        <Notice mood="unknown" title={`The switch to ${name} was cancelled.`} onDismiss={dismiss}>
          <p>{aftermath(report, nameOf)}</p>
          <ReportDetails report={report} />
        </Notice>
      );
    case 'done':
      return (
        <Notice
          mood={report.warnings.length === 0 ? 'ok' : 'warn'}
          title={doneTitle(report, name, nameOf)}
          onDismiss={dismiss}
        >
          {report.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
          <ReportDetails report={report} />
        </Notice>
      );
  }
}

function doneTitle(report: SwitchReport, name: string, nameOf: (id: string) => string): string {
  const from = report.previous_user === null ? '' : ` from ${nameOf(report.previous_user)}`;
  const what = report.steps.some(({ name: step, state }) => step === 'replace' && state === 'skipped')
    ? ' the files'
    : '';
  return `Switched${what}${from} to ${name} in ${formatDuration(totalTime(report.steps))}.`;
}

function FailedReport(props: {
  readonly report: SwitchReport;
  readonly name: string;
  readonly nameOf: (id: string) => string;
  readonly dismiss: () => void;
}) {
  const { report, name, nameOf, dismiss } = props;
  const offer = useSwitchOffer();
  if (report.error === undefined) return null;
  return (
    <ErrorNotice
      title={`The switch to ${name} failed.`}
      error={report.error}
      onDismiss={dismiss}
      actions={
        <Button icon={RotateCcw} disabledReason={offer.blocked} onClick={() => offer.start(report.user_id)}>
          Try again
        </Button>
      }
      more={<ReportDetails report={report} />}
    >
      <p className="switch-report-aftermath">{aftermath(report, nameOf)}</p>
      {report.warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </ErrorNotice>
  );
}

function ReportDetails({ report }: { readonly report: SwitchReport }) {
  if (report.steps.length === 0) return null;
  return (
    <details className="switch-report-details">
      <summary>Steps</summary>
      <Timeline label="Steps of the switch" steps={timelineOf(report.steps, 0)} />
      {report.actions_performed.length > 0 && (
        <ul className="switch-report-actions">
          {report.actions_performed.map((action) => (
            <li key={action}>{action}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
