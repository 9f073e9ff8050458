import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { AppError } from '../../src-shared/errors.ts';
import { addActivity } from './commands/activity.ts';
import { addAsk } from './commands/ask.ts';
import { addBackup } from './commands/backup.ts';
import { addEngine } from './commands/engine.ts';
import { addMigrate } from './commands/migrate.ts';
import { addPassphrase } from './commands/passphrase.ts';
import { addServices } from './commands/services.ts';
import { addSettingsAsking } from './commands/settings/asking.ts';
import { addSettings } from './commands/settings.ts';
import { addStatus } from './commands/status.ts';
import { addSwitch } from './commands/switch.ts';
import { addSync } from './commands/sync.ts';
import { addUsers } from './commands/users.ts';
import { addValidate } from './commands/validate.ts';
import { exitCodes } from './output.ts';

const examples = `
Examples:
  persag status                      who is current, do both services answer
  persag users create paula --name "Paula Smith"
  persag switch paula                everything moves to Paula, or nothing does
  persag switch paula --dry-run      what would change, and what would keep it from it
  persag services restart memory
  persag services ports               who has the ports; --move knowledge takes another one
  persag engine list                  which Docker engines there are, and which one is used
  persag services pull --use         the newest image, and the former one back where it does not answer
  persag services logs -f --level warning
  persag validate                    what is wrong with the files, and how to mend it
  persag sync --check                do files and containers follow the current user
  persag backup create --reason "before the holidays"
  persag migrate --from ~/personal-agent --dry-run
  persag settings set Work --provider openai --model gpt-5 --secret apiKey --use
  persag ask "@FAST what is new?"     the profile with that tag answers
  persag passphrase set paula         from now on a switch to Paula takes it
  persag activity --user paula --since 7d
  persag status --json | jq -r .currentUser

Exit codes: 0 done, 1 failed (with --json: {"error":{"code","message","hint"}}), 2 wrong usage, 5 something else is at work and
nothing was changed, 6 failed and not all of it could be taken back; for sync 3 and 4, see there.
PERSAG_HOME, PERSAG_ROOT, DOCKER_HOST and PERSAG_SERVICE_TIMEOUT (seconds, 180) are read from the environment.`;

/** The whole command line. */
function createProgram(): Command {
  const program = new Command('persag')
    .description('Switches a shared computer from one Personal Agent user to the next, and looks after both services.')
    .option('--json', 'print JSON for scripts')
    .option('--home <folder>', 'the home to work on, instead of the one found', named)
    .addHelpText('after', examples)
    .showHelpAfterError('(persag --help shows what there is)')
    .exitOverride();
  addStatus(program);
  addUsers(program);
  addSwitch(program);
  addServices(program);
  addEngine(program);
  addBackup(program);
  addMigrate(program);
  addValidate(program);
  addSettings(program);
  addPassphrase(program);
  addActivity(program);
  addSync(program);
  addAsk(program);
  addSettingsAsking(program);
  return program;
}

/** An empty name is a script's variable without a value, and not the folder it happens to run in. */
function named(folder: string): string {
  if (folder.trim() === '') throw new InvalidArgumentError('The folder has no name.');
  return folder;
}

/** For scripts, which read standard output; the words on standard error stay for whoever looks at them. */
function tellWrongUsage(said: string): void {
  const message = said.replace(/^error: /, '');
  const error: AppError = { code: 'input/invalid', message, hint: 'persag --help shows what there is.' };
  process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
}

async function main(): Promise<void> {
  try {
    await createProgram().parseAsync(process.argv);
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    // Help and version end with 0, all else is wrong usage.
    process.exitCode = cause.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (cause.exitCode !== 0 && process.argv.includes('--json')) tellWrongUsage(cause.message);
  }
}

void main();
