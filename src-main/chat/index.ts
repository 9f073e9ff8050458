import type { chat } from '../../src-shared/chat.ts';
import type { Caller, Feature } from '../../src-shared/define.ts';
import type { CheckResult } from '../../src-shared/providers.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import { createAnswers } from './answers.ts';
import { createAsks } from './asks.ts';
import { createListings } from './listings.ts';
import type { ChatPorts } from './ports.ts';

/** The chat: what a user asks of a provider by their own settings. Nothing of it is written anywhere. */
export interface ChatFeature extends Feature<typeof chat> {
  /** A window shows its page no longer: what it asks ends. */
  leave(windowId: number): void;
  /** Somebody may act for another user now: what was asked for the former one ends. */
  noteUsers(): Promise<void>;
  /** The user's last window was closed: checks made for them end, and what is kept of them here goes. */
  endUser(userId: string): void;
  /** The user's settings have changed, or they were idle: the lists that are kept of them go. What is asked goes on. */
  forgetLists(userId: string): void;
  end(): void;
}

type Target = { readonly configurationId: string } | { readonly draft: ConfigurationDraft };

/** Makes the chat. */
export function createChat(ports: ChatPorts): ChatFeature {
  const answers = createAnswers(ports);
  const listings = createListings(ports);
  const asks = createAsks();
  const ask = createAsking(ports, asks);
  const resolve = (userId: string, target: Target) =>
    'draft' in target ? ports.resolveDraft(userId, target.draft) : ports.resolve(userId, target.configurationId);

  return {
    open: async (opening, caller) => ({ stream: await answers.open(opening, caller) }),
    next: ({ stream }, caller) => answers.next(stream, caller),
    close({ stream }, caller) {
      answers.close(stream, caller);
      return null;
    },
    check: ({ ask: number, kind, target }, caller) =>
      ask(
        { number, caller },
        async (userId, signal) => ports.check(kind, await resolve(userId, target), signal),
        cancelled,
      ),
    listModels: ({ ask: number, fresh, target }, caller) =>
      ask(
        { number, caller },
        async (userId, signal) => listings.list(await resolve(userId, target), fresh, signal),
        (ms) => ({ result: cancelled(ms), models: [], isCut: false, listedAt: ports.clock.now().toISOString() }),
      ),
    cancel({ ask: number }, caller) {
      asks.cancel(caller, number);
      return null;
    },
    contexts: (_input, caller) => ports.acting.during(caller, ports.contextsOf),
    setContextTimes: (wanted, caller) =>
      ports.acting.during(caller, async (userId) => {
        await ports.changeContextTimes(wanted);
        return ports.contextsOf(userId);
      }),
    leave(windowId) {
      answers.leave(windowId);
      asks.leave(windowId);
    },
    async noteUsers() {
      await answers.noteUsers();
      for (const own of asks.all()) {
        const now = await ports.acting.of(own.caller).catch(() => null);
        if (now !== own.userId) asks.cancel(own.caller, own.ask);
      }
    },
    endUser(userId) {
      asks.endUser(userId);
      listings.forgetUser(userId);
    },
    forgetLists: listings.forgetUser,
    end() {
      asks.endAll();
      answers.endAll();
      listings.forgetAll();
    },
  };
}

/** Makes what does a cancellable piece of work for whom its caller acts; the answer is theirs or nobody's. */
function createAsking(ports: ChatPorts, asks: ReturnType<typeof createAsks>) {
  return <T>(
    { number, caller }: { readonly number: number; readonly caller: Caller },
    work: (userId: string, signal: AbortSignal) => Promise<T>,
    whenCancelled: (ms: number) => T,
  ): Promise<T> => {
    const begun = ports.clock.tick();
    return ports.acting.during(caller, (userId) =>
      asks.run(
        { caller, ask: number, userId },
        (signal) => work(userId, signal),
        () => whenCancelled(Math.round(ports.clock.tick() - begun)),
      ),
    );
  };
}

function cancelled(ms: number): CheckResult {
  return {
    outcome: 'cancelled',
    status: null,
    ms,
    message: 'It was stopped.',
    hint: 'Start it again whenever you like.',
    retryAfterMs: null,
  };
}
