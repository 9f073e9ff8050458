import type { Parameters, ProviderId } from '../../src-shared/providers.ts';

/**
 * A configuration with its secrets, frozen: what one request is made with. It belongs to exactly one user, is never
 * written, logged or sent anywhere but to its own provider.
 */
export interface ResolvedConfiguration {
  readonly userId: string;
  readonly configurationId: string;
  readonly revision: number;
  readonly name: string;
  readonly provider: ProviderId;
  /** By field name, those that are no secrets. */
  readonly fields: Readonly<Record<string, string>>;
  /** By field name, in clear. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly model: string;
  readonly parameters: Parameters;
}
