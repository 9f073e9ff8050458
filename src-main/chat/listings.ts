import { createHmac, randomBytes } from 'node:crypto';
import type { ModelListing } from '../../src-shared/providers.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { ChatPorts } from './ports.ts';

/** A list of models with the time it is of, in ISO form. */
export type AgedListing = ModelListing & { readonly listedAt: string };

/** The lists of models that are kept for a while. */
export interface Listings {
  /**
   * The models of a configuration: as they were listed, or asked for anew where that is too old or `fresh` is wanted. A
   * list that is refused says so, with the models of the one before, if there was one: it blocks nothing.
   */
  list(configuration: ResolvedConfiguration, fresh: boolean, signal: AbortSignal): Promise<AgedListing>;
  forgetUser(userId: string): void;
  forgetAll(): void;
}

/** A list is asked for anew after this, in milliseconds. */
const keptMs = 15 * 60_000;
/** Lists kept of one user. */
const mostOfUser = 32;

interface Kept {
  readonly listing: AgedListing;
  readonly tick: number;
}

/** Makes an empty set of lists. */
export function createListings({ clock, listModels }: Pick<ChatPorts, 'clock' | 'listModels'>): Listings {
  const all = new Map<string, Map<string, Kept>>();

  function keep(userKey: string, key: string, kept: Kept): void {
    const own = all.get(userKey) ?? new Map<string, Kept>();
    all.set(userKey, own);
    own.delete(key);
    own.set(key, kept);
    const [oldest] = own.keys();
    if (own.size > mostOfUser && oldest !== undefined) own.delete(oldest);
  }

  return {
    async list(configuration, fresh, signal) {
      const userKey = configuration.userId.toLowerCase();
      const key = keyOf(configuration);
      const kept = all.get(userKey)?.get(key);
      if (!fresh && kept !== undefined && clock.tick() - kept.tick <= keptMs) return kept.listing;
      const listed = { ...(await listModels(configuration, signal)), listedAt: clock.now().toISOString() };
      if (listed.result.outcome === 'ok') {
        keep(userKey, key, { listing: listed, tick: clock.tick() });
        return listed;
      }
      if (kept === undefined) return listed;
      const { models, isCut, listedAt } = kept.listing;
      return { result: listed.result, models, isCut, listedAt };
    },
    forgetUser: (userId) => void all.delete(userId.toLowerCase()),
    forgetAll: () => all.clear(),
  };
}

const processKey = randomBytes(32);

/**
 * What a list depends on: the configuration at its revision, and where and as whom its provider is asked. A form that is
 * not saved yet has the revision of what it began with, so fields and secrets count, too; the model does not.
 */
function keyOf({ configurationId, revision, provider, fields, secrets }: ResolvedConfiguration): string {
  const asked = JSON.stringify([provider, Object.entries(fields).sort(), Object.entries(secrets).sort()]);
  return `${configurationId} ${revision} ${createHmac('sha256', processKey).update(asked).digest('base64')}`;
}
