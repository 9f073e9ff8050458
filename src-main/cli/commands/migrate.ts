import { type Command, Option } from 'commander';
import type { MigrationPlan, MigrationReport, MigrationState } from '../../../src-shared/migration.ts';
import { failureText, table } from '../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';

interface MigrateOptions extends CommonOptions {
  readonly from?: string;
  readonly dryRun?: boolean;
  readonly conflicts: 'keep' | 'replace';
  readonly rollback?: string;
}

/** `persag migrate`: the plan, then its doing with progress on standard error; Ctrl+C stops it, to be gone on with. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('move in from a project folder or another home; the source stays as it is')
    .option('--from <dir>', 'the folder to take from; left out: set paths of this home that lead elsewhere')
    .option('--dry-run', 'show what happens to each file, change nothing')
    .addOption(
      new Option('--conflicts <whose>', 'where both have a file: keep that of the home, or replace it')
        .choices(['keep', 'replace'])
        .default('keep'),
    )
    .option('--rollback <backup>', 'make the home what it was before a migration, by the backup it named')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<MigrateOptions>();
      return runCommand(options, async ({ api, features, output }) => {
        if (options.rollback !== undefined) {
          const report = await unwrap(api.migration.rollback({ backupId: options.rollback }));
          const before = report.backup === null ? '' : ` The state before is kept as ${report.backup}.`;
          output.answer(report, `Restored ${report.restored.length}, removed ${report.removed.length} files.${before}`);
          return true;
        }
        const from = options.from ?? features.home.folders().path;
        const plan = await unwrap(api.migration.plan({ from, conflicts: options.conflicts }));
        if (options.dryRun === true) {
          output.answer(plan, planText(plan));
          return true;
        }
        const off = features.migration.onChanged(progressPrinter(output.progress));
        try {
          const report = await unwrap(api.migration.start({ planId: plan.id }));
          output.answer(report, reportText(report));
          return report.success;
        } finally {
          off();
        }
      });
    });
}

function planText({ files, counts, bytes, remarks, from, home }: MigrationPlan): string {
  const rows = files.map(({ path, action, reason, conflict }) => [`${action}${conflict ? ' !' : ''}`, path, reason]);
  return [
    `From ${from} to ${home}: ${countsText(counts)}; ${bytes} bytes are written.`,
    ...(rows.length === 0 ? [] : [table(rows)]),
    ...remarks.map((remark) => `Note: ${remark}`),
  ].join('\n');
}

/** A line for each part, and one for each tenth of the files. */
function progressPrinter(print: (line: string) => void): (state: MigrationState) => void {
  let told = '';
  return (state) => {
    if (state.state !== 'running' || state.phase === 'check') return;
    const tenths = state.total === 0 ? 10 : Math.floor((state.done * 10) / state.total);
    const line = state.phase === 'copy' ? `copy    ${tenths * 10} %` : `${state.phase.padEnd(8)}${state.total} files`;
    if (line !== told) print(line);
    told = line;
  };
}

function reportText(report: MigrationReport): string {
  if (report.error !== undefined) return failureText(report.error);
  if (report.backup === null) return 'Nothing to do: the home has everything already.';
  return [
    `Done in ${(report.ms / 1000).toFixed(1)} s: ${countsText(report.counts)}.`,
    ...report.remarks.map((remark) => `Note: ${remark}`),
    `To go back: persag migrate --rollback ${report.backup}`,
  ].join('\n');
}

function countsText(counts: MigrationPlan['counts']): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
}
