import type { ProviderClient } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { fingerprintOf } from './fingerprint.ts';

/** A client that is in use until it is given back. */
export interface TakenClient {
  readonly client: ProviderClient;
  /** To be called once. */
  giveBack(): void;
}

/** The clients of one user, one a configuration: shared by that user's requests, and by nobody else's. */
export interface Clients {
  /** The client of exactly this configuration. Throws what opening throws; the former client is as it was then. */
  take(configuration: ResolvedConfiguration): TakenClient;
  /** Lets go of what nobody uses; what is in use is ended when it is given back. */
  retireAll(): void;
  /** Ends all of them, those in use, too: what they ask ends as cancelled. */
  endAll(): void;
}

interface Open {
  readonly client: ProviderClient;
  readonly fingerprint: string;
  uses: number;
  isRetired: boolean;
}

/**
 * Makes an empty set of clients.
 * @param fail told of a client that could not be ended
 */
export function createClients(
  open: (configuration: ResolvedConfiguration) => ProviderClient,
  fail: (cause: unknown) => void,
): Clients {
  /** By configuration. */
  const current = new Map<string, Open>();
  /** Those in use, current or not. */
  const used = new Set<Open>();

  function end({ client }: Open): void {
    try {
      client.end();
    } catch (cause) {
      fail(cause);
    }
  }
  function retire(one: Open): void {
    if (one.isRetired) return;
    one.isRetired = true;
    if (one.uses === 0) end(one);
  }

  return {
    take(configuration) {
      const { configurationId } = configuration;
      const fingerprint = fingerprintOf(configuration);
      const former = current.get(configurationId);
      let taken = former;
      if (taken === undefined || taken.fingerprint !== fingerprint) {
        // Made aside, then put in the place of the former: where it cannot be made nothing has changed.
        taken = { client: open(configuration), fingerprint, uses: 0, isRetired: false };
        current.set(configurationId, taken);
        if (former !== undefined) retire(former);
      }
      const mine = taken;
      mine.uses += 1;
      used.add(mine);
      return {
        client: mine.client,
        giveBack() {
          mine.uses -= 1;
          if (mine.uses > 0) return;
          // Not there any more where all were ended meanwhile.
          const wasUsed = used.delete(mine);
          if (wasUsed && mine.isRetired) end(mine);
        },
      };
    },
    retireAll() {
      for (const one of current.values()) retire(one);
      current.clear();
    },
    endAll() {
      const all = new Set([...current.values(), ...used]);
      current.clear();
      used.clear();
      for (const one of all) end(one);
    },
  };
}
