import type { ContextTimes } from '../../src-shared/chat.ts';
import type { Profile } from '../../src-shared/settings.ts';
import type { ProviderClient } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Clock, Log } from '../ports.ts';

/** A user's settings, as they are at the moment of asking. */
export interface SettingsReader {
  /** Frozen. Faults: those of the settings, such as `settings/unknown-configuration` or `settings/locked`. */
  resolve(userId: string, configurationId: string): Promise<ResolvedConfiguration>;
  profiles(userId: string): Promise<readonly Profile[]>;
  choice(userId: string): Promise<UserChoice>;
}

/** What a user uses where a request names nothing. */
export interface UserChoice {
  readonly activeConfigurationId: string | null;
  readonly defaultProfileId: string | null;
}

/** What the contexts need. */
export interface ContextsPorts {
  readonly settings: SettingsReader;
  openClient(configuration: ResolvedConfiguration): ProviderClient;
  readonly clock: Clock;
  readonly log: Log;
  /** When idle contexts are dropped; asked at each clean-up, so a change counts from the next one on. */
  times(): Promise<ContextTimes>;
  /** The context of a user was dropped because it was idle. */
  onIdle(userId: string): void;
}
