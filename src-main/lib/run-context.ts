import type { Parameters } from '../../src-shared/providers.ts';
import type { Profile } from '../../src-shared/settings.ts';
import type { ProviderClient } from './provider-client.ts';
import type { ResolvedConfiguration } from './resolved-configuration.ts';

/** What of a user's own is to be asked: what they named for this one request, or what they usually use. */
export type RunRequest =
  | { readonly kind: 'usual' }
  | { readonly kind: 'configuration'; readonly configurationId: string }
  /** In capital letters, without the `@`. */
  | { readonly kind: 'tag'; readonly tag: string };

/**
 * Everything that one request is made with, frozen: who asks, what answers, how. Whatever the request does reads this one
 * value, so a change meanwhile, by whomever, is for the next request.
 */
export interface RunContext {
  readonly userId: string;
  /** The profile that chose the configuration; null where it was chosen without one. */
  readonly profile: Pick<Profile, 'id' | 'name' | 'tag'> | null;
  /** Provider, fields (region, deployment, addresses) and secrets. */
  readonly configuration: ResolvedConfiguration;
  readonly model: string;
  /** Those of the profile before those of the configuration. */
  readonly parameters: Parameters;
  /** The place of the servers of the Model Context Protocol, which the app does not have yet. */
  readonly mcp: null;
}

/** The right to ask with one context: its client is there until the release, whatever is changed or cleaned up meanwhile. */
export interface Lease {
  readonly context: RunContext;
  readonly client: ProviderClient;
  /** Gives it back; calling it twice does nothing. */
  release(): void;
}
