import type { CheckKind } from '../../../src-shared/chat.ts';
import type { Outcome, ParameterName, Parameters, ProviderDescription } from '../../../src-shared/providers.ts';
import type { Configuration, Protection, SecretState, Settings } from '../../../src-shared/settings.ts';
import { lacksKey } from '../../lib/provider-needs.ts';
import type { CheckState } from '../../stores/checks.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** The page's question, answered: does this user have something to ask, and can it be asked? */
export function settingsHeadline(settings: Settings, name: string): { readonly mood: Mood; readonly text: string } {
  const { configurations, activeConfigurationId, trouble, isLocked } = settings;
  if (trouble !== null) return { mood: 'failed', text: `The settings of ${name} cannot be read.` };
  if (configurations.length === 0) return { mood: 'unknown', text: `No model is set up for ${name} yet.` };
  if (isLocked) return { mood: 'warn', text: `The keys of ${name} are locked.` };
  const active = configurations.find(({ id }) => id === activeConfigurationId);
  if (active === undefined) return { mood: 'warn', text: `Choose what ${name} asks by default.` };
  return { mood: 'ok', text: `${name} asks ${active.name}.` };
}

/** What a check is called. */
export const checkTitles: Readonly<Record<CheckKind, string>> = { access: 'Access', chat: 'Answer' };

const outcomeWords: Readonly<Record<Outcome, { readonly mood: Mood; readonly word: string }>> = {
  ok: { mood: 'ok', word: 'Works' },
  auth: { mood: 'failed', word: 'Key refused' },
  permission: { mood: 'failed', word: 'Not allowed' },
  model_not_found: { mood: 'failed', word: 'No such model' },
  endpoint_not_found: { mood: 'failed', word: 'No such address' },
  rate_limited: { mood: 'warn', word: 'Too many requests' },
  quota: { mood: 'warn', word: 'Nothing left to spend' },
  bad_request: { mood: 'failed', word: 'Request refused' },
  server: { mood: 'warn', word: 'Trouble at the provider' },
  refused: { mood: 'failed', word: 'Nobody answers' },
  dns: { mood: 'failed', word: 'Host not found' },
  tls: { mood: 'failed', word: 'Not a safe connection' },
  timeout: { mood: 'warn', word: 'No answer in time' },
  redirect_blocked: { mood: 'failed', word: 'Led elsewhere' },
  bad_shape: { mood: 'failed', word: 'Not a model server' },
  cancelled: { mood: 'unknown', word: 'Cancelled' },
};

/** How a question to a provider came out, in a word. */
export function outcomeWord(outcome: Outcome): { readonly mood: Mood; readonly word: string } {
  return outcomeWords[outcome];
}

/** What a lamp says of a check. */
export function checkWord(check: CheckState | undefined): { readonly mood: Mood; readonly word: string } {
  if (check === undefined) return { mood: 'unknown', word: 'Not tested' };
  if (check.state === 'running') return { mood: 'starting', word: 'Testing' };
  return check.state === 'done' ? outcomeWord(check.result.outcome) : { mood: 'failed', word: 'Not possible' };
}

/** What is known of a secret, in words. */
export function secretWords(secret: SecretState): string {
  switch (secret.state) {
    case 'none':
      return 'not set';
    case 'set':
      return secret.last4 === '' ? 'set' : `set, ends in ${secret.last4}`;
    case 'locked':
      return 'locked';
    case 'unreadable':
      return 'cannot be read';
  }
}

/** The most telling of a configuration's secrets: "key set, ends in 1234". Null where it has none and needs none. */
export function keyWords(provider: ProviderDescription | null, configuration: Configuration): string | null {
  const states = Object.values(configuration.secrets);
  const telling = states.find(({ state }) => state !== 'none' && state !== 'set') ?? states.find(isSet);
  if (telling !== undefined) return `key ${secretWords(telling)}`;
  return provider !== null && lacksKey(provider, configuration) ? 'no key' : null;
}

function isSet({ state }: SecretState): boolean {
  return state === 'set';
}

/** Labels and help of the parameters. */
export const parameterWords: Readonly<Record<ParameterName, { readonly label: string; readonly help: string }>> = {
  temperature: { label: 'Temperature', help: '0 to 2. Low: alike each time. High: more varied.' },
  topP: { label: 'Top P', help: '0 to 1. Only the likeliest words that make up this share.' },
  topK: { label: 'Top K', help: 'Only this many of the likeliest words.' },
  maxTokens: { label: 'Longest answer', help: 'In tokens; a token is about three quarters of a word.' },
  contextSize: { label: 'Context size', help: 'Tokens of conversation that the model is given at most.' },
};

/** Parameters in a row: "temperature 0.2, longest answer 500". The empty text where there are none. */
export function parameterSummary(values: Parameters): string {
  const entries = Object.entries(values) as [ParameterName, number][];
  return entries
    .map(([name, value]) => `${parameterWords[name].label.toLowerCase()} ${value.toLocaleString('en-GB')}`)
    .join(', ');
}

const backends: Readonly<Record<string, string>> = {
  gnome_libsecret: 'the keyring of the desktop (libsecret)',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'the Keychain of macOS',
  dpapi: 'Windows (DPAPI)',
};

/** Who protects the keys, in words. */
export function protectionWords(protection: Protection): {
  readonly mood: Mood;
  readonly word: string;
  readonly text: string;
} {
  switch (protection.kind) {
    case 'system':
      return {
        ...{ mood: 'ok', word: 'Protected' },
        text: `Keys are encrypted by ${backends[protection.backend] ?? protection.backend}. Whoever is logged in to this account of the computer can have them decrypted; a passphrase of your own keeps other users of the app out.`,
      };
    case 'weak':
      return {
        ...{ mood: 'warn', word: 'Weak' },
        text: protection.isAllowed
          ? 'This computer has no keyring that the app can use. You allowed keys to be kept all the same: encrypted with a password that is the same everywhere, so whoever gets the file can read them.'
          : 'This computer has no keyring that the app can use. It could only encrypt with a password that is the same everywhere, so keys are not kept before you allow that.',
      };
    case 'passphrase':
      return protection.isOpen
        ? { mood: 'ok', word: 'Protected', text: 'Keys are encrypted with the passphrase of the command line.' }
        : {
            ...{ mood: 'warn', word: 'Locked' },
            text: 'Keys are encrypted with the passphrase of the command line, which was not given.',
          };
    case 'none':
      return { mood: 'failed', word: 'Not kept', text: protection.error.message };
  }
}
