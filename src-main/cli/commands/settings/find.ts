import { Fault } from '../../../../src-shared/errors.ts';
import type { Configuration, Profile, Settings } from '../../../../src-shared/settings.ts';
import { newPassphrase, type PassphraseSource } from '../../passphrase-source.ts';
import { type Session, unwrap } from '../../session.ts';

const isNamed = (wanted: string) => (one: { readonly id: string; readonly name: string }) =>
  one.id === wanted || one.name.trim().toLowerCase() === wanted.trim().toLowerCase();

/** A configuration by its name or id; null where there is none. */
export function findConfiguration({ configurations }: Settings, wanted: string): Configuration | null {
  return configurations.find(isNamed(wanted)) ?? null;
}

/** The same where there has to be one. Fault: `settings/unknown-configuration`. */
export function theConfiguration(settings: Settings, wanted: string): Configuration {
  const found = findConfiguration(settings, wanted);
  if (found !== null) return found;
  throw new Fault('settings/unknown-configuration', `${settings.userId} has no configuration "${wanted}".`);
}

/** A profile by its tag, name or id; null where there is none. */
export function findProfile({ profiles }: Settings, wanted: string): Profile | null {
  const tag = wanted.replace(/^@/, '').toUpperCase();
  return profiles.find((one) => one.tag === tag) ?? profiles.find(isNamed(wanted)) ?? null;
}

/** The settings, for a command that goes on with them. Fault: that of a file that cannot be read. */
export async function readSettings({ api }: Session): Promise<Settings> {
  const settings = await unwrap(api.settings.get());
  const { trouble } = settings;
  if (trouble === null) return settings;
  throw new Fault(trouble.error.code, trouble.error.message, { hint: trouble.error.hint });
}

/**
 * Gives the passphrase that keys are kept under, where a command needs them. The first one that is ever given here is a
 * new one, and asked for twice.
 */
export async function unlock(
  { api, output }: Session,
  settings: Settings,
  source: PassphraseSource,
): Promise<Settings> {
  const { protection, isLocked } = settings;
  if (!isLocked && (protection.kind !== 'passphrase' || protection.isOpen)) return settings;
  if (!isLocked) output.progress('Keys set here are kept under a passphrase. There is no way to recover it.');
  const passphrase = isLocked
    ? await source.next(`Passphrase for the keys of ${settings.userId}: `)
    : await newPassphrase(source, `New passphrase for the keys of ${settings.userId}: `);
  return unwrap(api.settings.unlock({ passphrase }));
}
