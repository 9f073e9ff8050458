import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ArchivePart, archiveParts, type ExportReport } from '../../../../src-shared/archives.ts';
import {
  newPassphrase,
  type PassphraseOptions,
  passphraseSource,
  withPassphraseOptions,
} from '../../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { archiveProgress, bytesText, leftOutLines, partLines } from './archive-words.ts';

interface ExportOptions extends CommonOptions, PassphraseOptions {
  readonly with: readonly ArchivePart[];
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly askPassphrase?: boolean;
}

/** `persag users export`: one user as one archive; Ctrl+C stops it and leaves nothing. */
export function addExport(users: Command): void {
  const command = users
    .command('export')
    .description('write one user into one archive, a zip file; Ctrl+C stops it and leaves nothing')
    .argument('<id>', 'as `persag users list` shows it')
    .argument('<file>', 'where the archive goes; its name ends in .zip')
    .addOption(
      new Option('--with <parts>', `what goes along beside the profile: ${archiveParts.join(',')} or none`)
        .argParser(partsOf)
        .default(['settings', 'memories'] satisfies ArchivePart[], 'settings,memories'),
    )
    .option('--replace', 'overwrite an archive of the same name')
    .option('--dry-run', 'say what would be in it, write nothing')
    .option('--ask-passphrase', 'take the secrets along, under a passphrase that is asked for');
  withPassphraseOptions(command).action((id: string, file: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<ExportOptions>();
    return runCommand(options, (session) =>
      options.dryRun === true ? look(session, id) : write(session, id, file, options),
    );
  });
}

function partsOf(text: string): readonly ArchivePart[] {
  const asked = text === 'none' ? [] : text.split(',').map((part) => part.trim());
  return asked.map((name) => {
    const part = archiveParts.find((one) => one === name);
    if (part === undefined)
      throw new InvalidArgumentError(`There is no part "${name}"; there are ${archiveParts.join(', ')}.`);
    return part;
  });
}

async function look({ api, output }: Session, userId: string): Promise<boolean> {
  const preview = await unwrap(api.archives.preview({ userId }));
  const use = preview.inUse ? ['The services may be using this user: stop them for a copy of one moment.'] : [];
  const head = `${preview.name} (${preview.userId}) would be exported; nothing was written.`;
  output.answer(preview, [head, ...partLines(preview.parts), ...leftOutLines(preview.leftOut), ...use].join('\n'));
  return true;
}

async function write(
  { api, features, output }: Session,
  userId: string,
  path: string,
  options: ExportOptions,
): Promise<boolean> {
  const passphrase = await chosenPassphrase(userId, options);
  const off = features.archives.onChanged(archiveProgress(output.progress));
  try {
    const asked = { userId, path, parts: [...options.with], replace: options.replace === true };
    const report = await unwrap(api.archives.export(passphrase === undefined ? asked : { ...asked, passphrase }));
    output.answer(report, reportText(report));
    return true;
  } finally {
    off();
  }
}

/** Undefined where none is wanted: the secrets stay here then. */
async function chosenPassphrase(userId: string, options: ExportOptions): Promise<string | undefined> {
  const source = await passphraseSource(options);
  if (!source.given && options.askPassphrase !== true) return undefined;
  return newPassphrase(source, `Passphrase for the secrets of ${userId}: `);
}

function reportText({ userId, path, size, parts, leftOut, warnings, ms }: ExportReport): string {
  return [
    `Exported ${userId} to ${path}: ${bytesText(size)}, read again and found whole, in ${(ms / 1000).toFixed(1)} s.`,
    ...partLines(parts),
    ...leftOutLines(leftOut),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}
