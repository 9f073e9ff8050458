import type { Command } from 'commander';
import type { Finding, FixPreview, FixResult, ValidationState } from '../../../src-shared/validation.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface ValidateOptions extends CommonOptions {
  readonly fix?: string;
  readonly dryRun?: boolean;
}

/** `persag validate [--fix <finding> [--dry-run]]`. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('what is wrong with the home; ends with 1 if there are errors')
    .option('--fix <finding>', 'mend this finding (its id), after a backup; the change is shown')
    .option('--dry-run', 'with --fix: show the change and make none')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ValidateOptions>();
      const { fix, dryRun } = options;
      if (fix === undefined && dryRun === true)
        command.error('error: --dry-run goes with --fix; validate alone changes nothing');
      if (fix === undefined) return runCommand(options, validate);
      return runCommand(options, (session) => (dryRun === true ? preview(session, fix) : mend(session, fix)));
    });
}

async function validate({ api, output }: Session): Promise<boolean> {
  const state = await unwrap(api.validation.run());
  output.answer(state, stateText(state));
  return state.counts.error === 0;
}

async function preview({ api, output }: Session, findingId: string): Promise<boolean> {
  const shown = await unwrap(api.validation.previewFix({ findingId }));
  output.answer(
    shown,
    [...diffsOf(shown), `Nothing was changed. To do it: persag validate --fix ${findingId}`].join('\n'),
  );
  return true;
}

async function mend({ api, output }: Session, findingId: string): Promise<boolean> {
  const preview = await unwrap(api.validation.previewFix({ findingId }));
  const result = await unwrap(api.validation.applyFix({ findingId, hash: preview.hash }));
  output.answer({ preview, ...result }, fixText(preview, result));
  return result.state.counts.error === 0;
}

function stateText({ home, findings, counts }: ValidationState): string {
  if (findings.length === 0) return `Nothing is wrong with ${home}.`;
  const sum = `${counts.error} errors, ${counts.warn} warnings, ${counts.info} notes in ${home}`;
  return [...findings.map(findingText), sum].join('\n\n');
}

function findingText({ id, severity, file, line, message, why, fix }: Finding): string {
  const place = file === null ? '' : `${file}${line === null ? '' : `:${line}`}: `;
  const mending = fix === null ? [] : [`  ${fix.title}: persag validate --fix ${id}`];
  return [`${severity}: ${place}${message}`, `  ${why}`, ...mending].join('\n');
}

const diffsOf = ({ files }: FixPreview) => files.map(({ path, diff }) => `${path}\n${diff}`);

function fixText(preview: FixPreview, { title, backup, state }: FixResult): string {
  const left = `${state.counts.error} errors and ${state.counts.warn} warnings are left.`;
  return [...diffsOf(preview), `Done: ${title}. The state before is in the backup ${backup}. ${left}`].join('\n');
}
