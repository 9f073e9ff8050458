import * as z from 'zod';
import { passphraseText } from './access.ts';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import { fieldValues, type Parameters, type ProviderId, parameters, providerIds } from './providers.ts';

/** A tag as it is kept: capital letters and digits, without the `@`. */
export const tagText = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{1,16}$/, 'must be 1 to 16 letters or digits');

const id = z.uuid();
const name = z.string().trim().min(1).max(100);

/** What becomes of a secret field: it stays, gets a value, or is forgotten. A value goes one way only, to main. */
const secretChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('set'), value: z.string().max(200_000) }),
  z.object({ kind: z.literal('remove') }),
]);

/** Longest file of exported settings, in characters: far more than the most that can be kept comes to. */
export const largestSettingsFile = 4 * 1024 * 1024;

/** A configuration as the form has it. `revision`: of what the form began with, so that two forms do not undo each other. */
export const configurationDraft = z.object({
  id: id.nullable(),
  revision: z.number().int().min(0),
  name,
  provider: z.enum(providerIds),
  fields: fieldValues,
  secrets: z.record(z.string().min(1).max(64), secretChange),
  model: z.string().trim().max(512),
  parameters,
});
/** A configuration as the form has it. */
export type ConfigurationDraft = z.output<typeof configurationDraft>;

/** A profile as the form has it. */
export const profileDraft = z.object({
  id: id.nullable(),
  revision: z.number().int().min(0),
  name,
  tag: tagText,
  description: z.string().trim().max(1000),
  configurationId: id,
  /** Its place is kept for the servers of the Model Context Protocol. */
  mcpServerId: id.nullable().default(null),
  /** Before those of the configuration. */
  parameters,
});
/** A profile as the form has it. */
export type ProfileDraft = z.output<typeof profileDraft>;

/** What is known of a secret outside of main. `locked`: the user's passphrase was not given yet. */
export type SecretState =
  | { readonly state: 'none' }
  | { readonly state: 'set'; readonly last4: string }
  | { readonly state: 'locked' }
  | { readonly state: 'unreadable'; readonly error: AppError };

/** A named way to ask a model. */
export interface Configuration {
  readonly id: string;
  /** Grows with every change. */
  readonly revision: number;
  readonly name: string;
  readonly provider: ProviderId;
  readonly fields: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretState>>;
  readonly model: string;
  readonly parameters: Parameters;
  /** ISO time. */
  readonly changedAt: string;
}

/** A configuration under a name, with parameters of its own; `@TAG` in front of a message uses it for that message. */
export interface Profile {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly tag: string;
  readonly description: string;
  readonly configurationId: string;
  readonly mcpServerId: string | null;
  readonly parameters: Parameters;
}

/** How secrets are kept on this computer for the user. */
export type Protection =
  /** By the operating system: `backend` is its name for it. */
  | { readonly kind: 'system'; readonly backend: string }
  /** With a fixed password: no protection. Nothing is kept before `isAllowed`. */
  | { readonly kind: 'weak'; readonly backend: string; readonly isAllowed: boolean }
  /** Under a passphrase of the command line's own. */
  | { readonly kind: 'passphrase'; readonly isOpen: boolean }
  /** Not now, with the reason: what is entered lasts until the app ends. */
  | { readonly kind: 'none'; readonly error: AppError };

/** A file that cannot be read; it is left as it is until the person chooses. */
export interface SettingsTrouble {
  readonly error: AppError;
  /** ISO time of the last good copy, null where there is none. */
  readonly lastGood: string | null;
}

/** Everything of one user: their own, and nobody else's. */
export interface Settings {
  readonly userId: string;
  readonly configurations: readonly Configuration[];
  readonly profiles: readonly Profile[];
  /** What is used where no profile is named; null: none. */
  readonly activeConfigurationId: string | null;
  readonly defaultProfileId: string | null;
  readonly preferences: {
    /** Configurations, secrets and profiles are forgotten when the user's last window closes, or when idle. */
    readonly sessionOnly: boolean;
  };
  readonly protection: Protection;
  /** True where the user's passphrase is needed to use their secrets. */
  readonly isLocked: boolean;
  readonly trouble: SettingsTrouble | null;
}

/** A variable of the surroundings that a configuration can be made of; its value is not told. */
export interface EnvironmentOffer {
  readonly provider: ProviderId;
  /** Names of the variables, the first being the one it is known by. */
  readonly variables: readonly string[];
}

/** What an import would do. */
export interface SettingsImportPlan {
  readonly planId: string;
  readonly fileName: string;
  readonly configurations: readonly { readonly name: string; readonly provider: ProviderId; readonly as: string }[];
  readonly profiles: readonly { readonly name: string; readonly tag: string; readonly as: string }[];
  /** Secrets are never in such a file: these fields have to be filled in afterwards. */
  readonly missingSecrets: number;
}

/**
 * The settings of whoever the asking window acts for: no call names a user. Each answer is the whole of theirs; a call
 * whose window came to act for somebody else meanwhile answers with `settings/user-changed`.
 */
export const settings = {
  get: call(none).returns<Settings>(),
  saveConfiguration: call(configurationDraft).returns<Settings>(),
  removeConfiguration: call(z.object({ id })).returns<Settings>(),
  saveProfile: call(profileDraft).returns<Settings>(),
  removeProfile: call(z.object({ id })).returns<Settings>(),
  /** What is left out stays; null: none. */
  choose: call(
    z.object({ activeConfigurationId: id.nullable().optional(), defaultProfileId: id.nullable().optional() }),
  ).returns<Settings>(),
  setPreferences: call(z.object({ sessionOnly: z.boolean() })).returns<Settings>(),
  /** Gives the user's passphrase, so that their secrets can be used until their last window closes. */
  unlock: call(z.object({ passphrase: passphraseText })).returns<Settings>(),
  /** Allows keeping secrets where the computer protects them weakly only; see `Protection`. */
  allowWeakProtection: call(z.object({ isAllowed: z.boolean() })).returns<Settings>(),
  /** Puts the last good copy in the place of a file that cannot be read, which is kept aside. */
  useLastGood: call(none).returns<Settings>(),
  /** Begins with nothing; the file that cannot be read is kept aside. */
  startAfresh: call(none).returns<Settings>(),
  lookInEnvironment: call(none).returns<readonly EnvironmentOffer[]>(),
  importFromEnvironment: call(z.object({ providers: z.array(z.enum(providerIds)).min(1) })).returns<Settings>(),
  /** Writes everything but the secrets to a file the person chooses; null where they do not. */
  exportToFile: call(none).returns<{ readonly path: string } | null>(),
  /** What `exportToFile` writes, for who has no window to choose a file in. */
  exportText: call(none).returns<{ readonly text: string }>(),
  /** Reads a file the person chooses; null where they do not. Nothing is changed. */
  planImport: call(none).returns<SettingsImportPlan | null>(),
  /** Reads the text of such a file; `fileName` is for the person alone. */
  planImportText: call(
    z.object({ fileName: z.string().max(500), text: z.string().max(largestSettingsFile) }),
  ).returns<SettingsImportPlan>(),
  importFile: call(z.object({ planId: z.string().min(1).max(64) })).returns<Settings>(),
  /** Somebody's settings changed: whose windows ask for their own again. Carries nothing of them (docs/decisions/0010). */
  onChanged: event<{ readonly userId: string }>(),
};
