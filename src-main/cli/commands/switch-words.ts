import { serviceTitles } from '../../../src-shared/docker.ts';
import type { PlannedContainer, SwitchPlan, SwitchReport } from '../../../src-shared/switching.ts';
import { failureText } from '../output.ts';

/** The report of a switch in words. */
export function reportText(report: SwitchReport): string {
  const total = report.steps.reduce((sum, step) => sum + step.ms, 0) / 1000;
  const from = report.previous_user === null ? '' : ` from ${report.previous_user}`;
  const after =
    report.error?.code === 'switching/undo-incomplete' ? 'see below what is left' : 'everything is as it was';
  const head = report.success
    ? `Switched${from} to ${report.user_id} in ${total.toFixed(1)} s.`
    : `Not switched to ${report.user_id}; ${after}.`;
  const error = report.error === undefined ? [] : [failureText(report.error)];
  return [head, ...error, ...report.warnings.map((warning) => `Warning: ${warning}`)].join('\n');
}

/** The plan of a switch in words: what stands in the way first, then what would change. */
export function planText({ from, to, possible, files, containers, folders, findings }: SwitchPlan): string {
  const whence = from === null ? '' : ` from ${from}`;
  const head = possible
    ? `A switch${whence} to ${to} would do this; nothing was changed.`
    : `A switch${whence} to ${to} would fail; nothing was changed.`;
  return [
    head,
    ...findings.map(({ severity, code, message, hint }) => `${severity.padEnd(6)}${message} ${hint} (${code})`),
    ...files.map(({ path, change, diff }) => `${change.padEnd(6)}${path}\n${diff}`.trimEnd()),
    ...containers.map((one) => `${actOf(one)} ${one.container} of ${serviceTitles[one.service]} (${one.image})`),
    ...folders.map((folder) => `make  ${folder}`),
  ].join('\n');
}

function actOf({ act }: PlannedContainer): string {
  if (act === 'create') return 'create';
  return act === 'replace' ? 'replace' : 'replace, and start,';
}
