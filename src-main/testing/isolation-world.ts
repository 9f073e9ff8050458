import { Fault } from '../../src-shared/errors.ts';
import { type ChatFeature, createChat } from '../chat/index.ts';
import type { ChatPorts } from '../chat/ports.ts';
import { type Contexts, createContexts } from '../contexts/index.ts';
import { createActingUser } from '../lib/acting-user.ts';
import type { ProviderClient } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { IsolationUsers, UserId } from './isolation-users.ts';

/** What asks the providers of a world. */
export interface Asking extends Pick<ChatPorts, 'listModels' | 'check'> {
  openClient(configuration: ResolvedConfiguration): ProviderClient;
}

/** Chat and contexts as the app joins them, with windows and time that a schedule moves. */
export interface IsolationWorld {
  readonly chat: ChatFeature;
  readonly contexts: Contexts;
  /** For whom each window acts; by window id. */
  readonly windows: Record<number, string>;
  /** The next client that is opened for that user cannot be. */
  breakOpening(user: UserId): void;
  mendOpening(): void;
  passHours(hours: number): void;
  settingsChanged(user: UserId): void;
  endUser(user: UserId): void;
  /** Clients that were opened and not ended. */
  clientsLeft(): number;
  /** What was logged as an error. */
  readonly errors: string[];
}

/** Makes a world; the settings and whatever asks the providers come from outside. */
export function createIsolationWorld(users: IsolationUsers, asking: Asking): IsolationWorld {
  let now = 0;
  let left = 0;
  const broken = new Set<string>();
  const windows: Record<number, string> = {};
  const errors: string[] = [];
  const clock = {
    now: () => new Date(now),
    // Every look takes its time, so that no batch waits for the rhythm of batches.
    tick() {
      now += 60;
      return now;
    },
  };
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string, cause: unknown) => void errors.push(`${message}: ${String(cause)}`),
  };
  const times = async () => ({ cleanupIntervalSeconds: 300, maxAgeHours: 24 });
  const contexts = createContexts({
    settings: users,
    openClient(configuration) {
      if (broken.delete(configuration.userId)) throw new Fault('settings/incomplete', 'this client cannot be made');
      const client = asking.openClient(configuration);
      left += 1;
      return {
        chat: client.chat,
        end() {
          left -= 1;
          client.end();
        },
      };
    },
    ...{ clock, log, times },
    onIdle: (userId) => chat.forgetLists(userId),
  });
  const chat = createChat({
    ...{ clock, log, lease: contexts.lease, resolve: users.resolve },
    acting: createActingUser({ windowUsers: () => windows, currentUserId: async () => null }),
    async resolveDraft() {
      throw new Error('no schedule has forms');
    },
    ...{ listModels: asking.listModels, check: asking.check },
    async contextsOf() {
      throw new Error('no schedule looks');
    },
    changeContextTimes: async () => undefined,
  });
  return {
    ...{ chat, contexts, windows, errors },
    breakOpening: (user) => void broken.add(user),
    mendOpening: () => broken.clear(),
    passHours(hours) {
      now += hours * 3_600_000;
    },
    settingsChanged(user) {
      contexts.noteChange(user);
      chat.forgetLists(user);
    },
    endUser(user) {
      contexts.endUser(user);
      chat.endUser(user);
    },
    clientsLeft: () => left,
  };
}
