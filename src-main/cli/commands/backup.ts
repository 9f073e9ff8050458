import type { Command } from 'commander';
import type { Backup, BackupsState, RestoreReport } from '../../../src-shared/backups.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface CreateOptions extends CommonOptions {
  readonly reason?: string;
}

interface RestoreOptions extends CommonOptions {
  readonly file?: readonly string[];
}

/** `persag backup list|create|verify|restore`. */
export function addBackup(program: Command): void {
  const backup = program.command('backup').description('copies of the files of the home, with their hashes');
  backup
    .command('list')
    .description('all backups, the newest first')
    .action((_options: unknown, command: Command) => runCommand(command.optsWithGlobals<CommonOptions>(), list));
  backup
    .command('create')
    .description('make a backup now')
    .option('--reason <words>', 'what it is for')
    .action((_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CreateOptions>();
      return runCommand(options, async ({ api, output }) => {
        const made = await unwrap(api.backups.create(options.reason === undefined ? {} : { reason: options.reason }));
        output.answer(made, `Made ${made.id}: ${made.files} files, ${bytes(made.size)}.`);
        return true;
      });
    });
  backup
    .command('verify')
    .description('read every file and compare its hash; ends with 1 if one is damaged')
    .argument('[id...]', 'as `persag backup list` shows it; all if left out')
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), (session) => verify(session, ids)),
    );
  backup
    .command('restore')
    .description('bring files back; the present ones are backed up first')
    .argument('<id>', 'as `persag backup list` shows it')
    .option('--file <path...>', 'these files alone, such as env.userid')
    .action((id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RestoreOptions>();
      return runCommand(options, async ({ api, output }) => {
        const files = options.file === undefined ? {} : { files: [...options.file] };
        const report = await unwrap(api.backups.restore({ id, ...files }));
        output.answer(report, restoredText(report));
        return true;
      });
    });
}

async function list({ api, output }: Session): Promise<boolean> {
  const state = await unwrap(api.backups.list());
  output.answer(state, listText(state));
  return true;
}

function listText({ backups, foreign, folder, retentionTrouble }: BackupsState): string {
  const own = backups.map((one) => [one.id, `${one.files} files`, bytes(one.size), one.reason, conditionText(one)]);
  const others = foreign.map(({ path, kind, subject }) => [path, kind, '', subject, 'made elsewhere, not checked']);
  const rows = [...own, ...others];
  const trouble = retentionTrouble === null ? [] : [`Nothing is removed: ${retentionTrouble}`];
  return [rows.length === 0 ? `No backups in ${folder}.` : table(rows), ...trouble].join('\n');
}

async function verify({ api, output }: Session, ids: readonly string[]): Promise<boolean> {
  const asked = ids.length > 0 ? ids : (await unwrap(api.backups.list())).backups.map(({ id }) => id);
  const checked: Backup[] = [];
  for (const id of asked) {
    output.progress(id);
    checked.push(await unwrap(api.backups.verify({ id })));
  }
  const text = table(checked.map((one) => [one.id, conditionText(one)]));
  output.answer({ backups: checked }, checked.length === 0 ? 'No backups.' : text);
  return checked.every(({ condition }) => condition.state === 'good');
}

function conditionText({ condition }: Backup): string {
  if (condition.state === 'damaged') return `DAMAGED: ${condition.problems.join('; ')}`;
  return condition.state === 'good' ? 'good' : 'whole, hashes not compared';
}

function restoredText({ id, restored, removed, backup }: RestoreReport): string {
  if (backup === null) return `Nothing to do: everything is as in ${id}.`;
  return [
    ...restored.map((path) => `restored ${path}`),
    ...removed.map((path) => `removed  ${path}`),
    `The state before is kept: persag backup restore ${backup}`,
  ].join('\n');
}

function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}
