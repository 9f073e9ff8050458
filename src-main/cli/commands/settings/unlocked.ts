import type { Settings } from '../../../../src-shared/settings.ts';
import { type PassphraseOptions, passphraseSource } from '../../passphrase-source.ts';
import type { Session } from '../../session.ts';
import { readSettings, unlock } from './find.ts';

/**
 * The settings of whoever the command acts for, with their keys open: where a passphrase is needed it is asked for on the
 * terminal, or handed in. Faults: that of a file that cannot be read, and those of a passphrase.
 */
export async function unlockedSettings(session: Session, options: PassphraseOptions): Promise<Settings> {
  const settings = await readSettings(session);
  return settings.isLocked ? unlock(session, settings, await passphraseSource(options)) : settings;
}
