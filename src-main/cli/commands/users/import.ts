import type { Command } from 'commander';
import type { ImportPlan, ImportReport } from '../../../../src-shared/archives.ts';
import { type PassphraseOptions, passphraseSource, withPassphraseOptions } from '../../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { archiveProgress, bytesText, counted, leftOutLines, partLines } from './archive-words.ts';

interface ImportOptions extends CommonOptions, PassphraseOptions {
  readonly as?: string;
  readonly replace?: boolean;
  readonly withoutSecrets?: boolean;
  readonly dryRun?: boolean;
}

/** `persag users import`: the whole archive is checked first; the whole user comes, or nothing. */
export function addImport(users: Command): void {
  const command = users
    .command('import')
    .description('bring in the user of an archive; all of it is checked first, and Ctrl+C leaves nothing')
    .argument('<file>', 'an archive that `persag users export` or the window made')
    .option('--as <id>', 'the id here, where it is to be another one')
    .option('--replace', 'replace the user who has the id, after a backup')
    .option('--without-secrets', 'leave out what needs the passphrase of the archive')
    .option('--dry-run', 'check the archive and say what would come, change nothing');
  withPassphraseOptions(command).action((file: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ImportOptions>();
    return runCommand(options, (session) => bring(session, file, options));
  });
}

async function bring({ api, features, output }: Session, path: string, options: ImportOptions): Promise<boolean> {
  const off = features.archives.onChanged(archiveProgress(output.progress));
  try {
    const plan = await unwrap(api.archives.plan({ path }));
    if (options.dryRun === true) {
      output.answer(plan, planText(plan));
      return true;
    }
    const passphrase = await passphraseFor(plan, options);
    const report = await unwrap(
      api.archives.start({
        planId: plan.id,
        withoutSecrets: options.withoutSecrets === true,
        conflict: options.replace === true ? 'replace' : 'refuse',
        ...(options.as === undefined ? {} : { id: options.as }),
        ...(passphrase === undefined ? {} : { passphrase }),
      }),
    );
    output.answer(report, reportText(report));
    return true;
  } finally {
    off();
  }
}

/** Asked for where a person sits before it; undefined where none is needed or nobody can be asked, which main judges. */
async function passphraseFor({ secrets, path }: ImportPlan, options: ImportOptions): Promise<string | undefined> {
  if (secrets === 0 || options.withoutSecrets === true) return undefined;
  const source = await passphraseSource(options);
  return source.given || process.stdin.isTTY === true ? source.next(`Passphrase of ${path}: `) : undefined;
}

function planText({ user, createdAt, parts, secrets, leftOut, conflict, suggestedId, remarks }: ImportPlan): string {
  const taken = { user: 'There is a user with this id already', folder: 'There is a folder with this id already' };
  return [
    `${user.name} (${user.id}), exported ${createdAt}. The archive is whole; nothing was written.`,
    ...partLines(parts),
    ...(secrets === 0 ? [] : [`With secrets that need the passphrase of the archive: ${secrets}.`]),
    ...leftOutLines(leftOut),
    ...(conflict === null
      ? []
      : [`${taken[conflict]}: --as ${suggestedId}${conflict === 'user' ? ', or --replace' : ''}.`]),
    ...remarks.map((remark) => `Note: ${remark}`),
  ].join('\n');
}

function reportText({ name, userId, files, bytes, secretsLeftOut, backup, warnings, ms }: ImportReport): string {
  return [
    `Imported ${name} (${userId}): ${counted(files, 'file')}, ${bytesText(bytes)}, in ${(ms / 1000).toFixed(1)} s.`,
    ...(secretsLeftOut === 0 ? [] : [`Left out: ${counted(secretsLeftOut, 'secret')} of the archive.`]),
    ...(backup === null ? [] : [`Who was here before: persag users restore ${backup} --as ID`]),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}
