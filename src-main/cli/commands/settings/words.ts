import type { Configuration, Profile, Protection, SecretState, Settings } from '../../../../src-shared/settings.ts';
import { failureText, table } from '../../output.ts';

/** A secret in a word: what it is never is. */
export function secretWord(secret: SecretState): string {
  switch (secret.state) {
    case 'none':
      return 'none';
    case 'set':
      return secret.last4 === '' ? 'set' : `set, ends with ${secret.last4}`;
    case 'locked':
      return 'locked';
    case 'unreadable':
      return `cannot be read: ${secret.error.message}`;
  }
}

/** How secrets are kept, in a sentence. */
export function protectionWords(protection: Protection): string {
  switch (protection.kind) {
    case 'system':
      return `Keys are kept by the operating system (${protection.backend}).`;
    case 'weak':
      return `Keys are not protected on this computer (${protection.backend}).`;
    case 'passphrase':
      return protection.isOpen
        ? 'Keys of the command line are kept under a passphrase, which was given.'
        : 'Keys of the command line are kept under a passphrase.';
    case 'none':
      return `Keys are not kept: ${protection.error.message}`;
  }
}

/** Everything of a user. */
export function settingsText(settings: Settings): string {
  const { userId, configurations, preferences, trouble, isLocked } = settings;
  if (trouble !== null) {
    const copy =
      trouble.lastGood === null
        ? 'There is no good copy.'
        : `The last good copy is of ${trouble.lastGood}: persag settings repair --last-good.`;
    return `${failureText(trouble.error)}\n${copy}`;
  }
  const rows = configurations.map((one) => row(settings, one));
  const lines = [
    rows.length === 0 ? `${userId} has no configuration.` : table([['', 'NAME', 'PROVIDER', 'MODEL', 'KEYS'], ...rows]),
    protectionWords(settings.protection),
    ...(isLocked ? ['Some of it is locked: --passphrase-stdin or --passphrase-file opens it.'] : []),
    ...(preferences.sessionOnly ? ['Session only: what is set in the window is forgotten when it is closed.'] : []),
  ];
  return lines.join('\n');
}

function row({ activeConfigurationId }: Settings, { id, name, provider, model, secrets }: Configuration): string[] {
  const keys = Object.entries(secrets)
    .filter(([, one]) => one.state !== 'none')
    .map(([field, one]) => `${field} ${one.state === 'unreadable' ? 'cannot be read' : secretWord(one)}`);
  return [id === activeConfigurationId ? '*' : '', name, provider, model === '' ? '-' : model, keys.join('; ')];
}

/** One configuration whole. */
export function configurationText({ name, provider, fields, secrets, model, parameters }: Configuration): string {
  const rows = [
    ['name', name],
    ['provider', provider],
    ['model', model === '' ? '-' : model],
    ...Object.entries(fields),
    ...Object.entries(secrets).map(([field, one]) => [field, secretWord(one)]),
    ...Object.entries(parameters).map(([parameter, value]) => [parameter, String(value)]),
  ];
  return table(rows);
}

/** The profiles of a user. */
export function profilesText({ profiles, configurations, defaultProfileId }: Settings): string {
  if (profiles.length === 0) return 'There is no profile.';
  const nameOf = ({ configurationId }: Profile) =>
    configurations.find((one) => one.id === configurationId)?.name ?? '-';
  const rows = profiles.map((one) => [one.id === defaultProfileId ? '*' : '', `@${one.tag}`, one.name, nameOf(one)]);
  return table([['', 'TAG', 'NAME', 'CONFIGURATION'], ...rows]);
}
