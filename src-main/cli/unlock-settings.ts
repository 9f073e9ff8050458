import type { Api } from '../../src-shared/contract.ts';
import { type PassphraseOptions, passphraseSource } from './passphrase-source.ts';
import { unwrap } from './session.ts';

/**
 * Opens the acting user's secrets where their passphrase is needed: it is asked for on the terminal, or handed in.
 * Faults: `access/passphrase-needed`, `access/passphrase-wrong` and others of a passphrase.
 */
export async function unlockSettings(api: Api, options: PassphraseOptions): Promise<void> {
  const { isLocked, userId } = await unwrap(api.settings.get());
  if (!isLocked) return;
  const source = await passphraseSource(options);
  await unwrap(api.settings.unlock({ passphrase: await source.next(`Passphrase of ${userId}: `) }));
}
