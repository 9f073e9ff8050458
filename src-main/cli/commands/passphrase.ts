import type { Command } from 'commander';
import { table } from '../output.ts';
import {
  newPassphrase,
  type PassphraseOptions,
  type PassphraseSource,
  passphraseSource,
  withPassphraseOptions,
} from '../passphrase-source.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

type Options = CommonOptions & PassphraseOptions;

/** Said before a passphrase is set: whoever loses it loses what it protects. */
const noRecovery =
  'There is no way to recover a passphrase. Whoever loses it loses the secrets it protects; an Admin can only remove both.';

/** `persag passphrase list|set|change|remove|verify|forget`. */
export function addPassphrase(program: Command): void {
  const passphrase = program
    .command('passphrase')
    .description('passphrases of users: needed to switch to them, never to switch away');
  passphrase
    .command('list')
    .description('who has one')
    .action((_options: unknown, command: Command) => runCommand(command.optsWithGlobals<CommonOptions>(), list));
  add(passphrase, 'set', 'give a user a passphrase; there is no way to recover it', set);
  add(passphrase, 'change', 'give a user another one; the present one comes first', change);
  add(passphrase, 'remove', 'let everybody switch to a user again', remove);
  add(passphrase, 'verify', 'ends with 1 where it is another one', verify);
  passphrase
    .command('forget')
    .description('remove the passphrase of a user without knowing it, with all that it protects (Admin)')
    .argument('<user>', 'the id, as `persag users list` shows it')
    .action((userId: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        await unwrap(api.access.forgetPassphrase({ userId }));
        output.answer({ userId, passphrase: false }, `${userId} has no passphrase any more.`);
        return true;
      }),
    );
}

type Act = (session: Session, userId: string, source: PassphraseSource) => Promise<void>;

function add(parent: Command, name: string, description: string, act: Act): void {
  withPassphraseOptions(parent.command(name).description(description))
    .argument('<user>', 'the id, as `persag users list` shows it')
    .action((userId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      return runCommand(options, async (session) => {
        await act(session, userId, await passphraseSource(options));
        return true;
      });
    });
}

async function list({ api, output }: Session): Promise<boolean> {
  const { passphrases } = await unwrap(api.access.get());
  const rows = Object.entries(passphrases).map(([id, { retryAt }]) => [
    id,
    retryAt === null ? '' : `no try before ${retryAt}, after wrong ones`,
  ]);
  output.answer({ passphrases }, rows.length === 0 ? 'Nobody has a passphrase.' : table(rows));
  return true;
}

async function set({ api, output }: Session, userId: string, source: PassphraseSource): Promise<void> {
  output.progress(noRecovery);
  await unwrap(
    api.access.setPassphrase({ userId, passphrase: await newPassphrase(source, `New passphrase of ${userId}: `) }),
  );
  output.answer({ userId, passphrase: true }, `${userId} has a passphrase now.`);
}

async function change({ api, output }: Session, userId: string, source: PassphraseSource): Promise<void> {
  const old = await source.next(`Present passphrase of ${userId}: `);
  await unwrap(
    api.access.changePassphrase({
      userId,
      old,
      passphrase: await newPassphrase(source, `New passphrase of ${userId}: `),
    }),
  );
  output.answer({ userId, passphrase: true }, `${userId} has another passphrase now.`);
}

async function remove({ api, output }: Session, userId: string, source: PassphraseSource): Promise<void> {
  await unwrap(api.access.removePassphrase({ userId, passphrase: await source.next(`Passphrase of ${userId}: `) }));
  output.answer({ userId, passphrase: false }, `${userId} has no passphrase any more.`);
}

async function verify({ api, output }: Session, userId: string, source: PassphraseSource): Promise<void> {
  await unwrap(api.access.verifyPassphrase({ userId, passphrase: await source.next(`Passphrase of ${userId}: `) }));
  output.answer({ userId, passphrase: true }, `This is the passphrase of ${userId}.`);
}
