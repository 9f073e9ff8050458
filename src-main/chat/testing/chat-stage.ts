import type { ChatMessage } from '../../../src-shared/chat.ts';
import type { Caller } from '../../../src-shared/define.ts';
import type { CheckResult, ModelListing, Parameters } from '../../../src-shared/providers.ts';
import { createActingUser } from '../../lib/acting-user.ts';
import type { ChatPiece } from '../../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../../lib/resolved-configuration.ts';
import type { RunRequest } from '../../lib/run-context.ts';
import { type ChatFeature, createChat } from '../index.ts';
import type { ChatPorts } from '../ports.ts';

/** What a provider was asked on the stage. */
export interface Asked {
  readonly userId: string;
  readonly request: RunRequest;
  readonly messages: readonly ChatMessage[];
  readonly parameters: Parameters;
  readonly signal: AbortSignal;
  /** Lets the provider say something; `end` is the last. */
  say(piece: ChatPiece): void;
}

/** A chat whose provider, users and clock a test plays. */
export interface ChatStage {
  readonly chat: ChatFeature;
  readonly asked: Asked[];
  /** Leases that were not given back. */
  leases(): number;
  /** For whom each window acts; 0 is the command line. */
  readonly actingUsers: Record<number, string>;
  /** Lets the settings wait until a test goes on. */
  hold(): () => void;
  /** The answers to come of `listModels` and `check`. */
  answers: Partial<Pick<ChatPorts, 'listModels' | 'check'>>;
  /** Fails the next leases. */
  refusal: Error | null;
  /** The clock's milliseconds. */
  now: number;
  readonly logged: string[];
}

/** A result that a provider gave. */
export const fine: CheckResult = { outcome: 'ok', status: 200, ms: 1, message: '', hint: '', retryAfterMs: null };
/** A window's caller. */
export const windowCaller = (windowId: number): Caller => ({ kind: 'window', windowId });

/** Makes a stage with two windows: 1 is Anna's, 2 is Ben's. */
export function createChatStage(): ChatStage {
  const asked: Asked[] = [];
  let leases = 0;
  let held = Promise.resolve();
  const note = (...words: readonly unknown[]) => void stage.logged.push(words.map(String).join(' '));
  const configurationOf = (userId: string, configurationId: string, secrets = {}): ResolvedConfiguration => ({
    ...{ userId, configurationId, revision: 1, name: `of ${userId}`, provider: 'ollama', fields: {} },
    ...{ secrets, model: 'small', parameters: { temperature: 1 } },
  });
  const ports: ChatPorts = {
    clock: { now: () => new Date(stage.now), tick: () => stage.now },
    log: { info: note, warn: note, error: note },
    acting: createActingUser({ windowUsers: () => stage.actingUsers, currentUserId: async () => null }),
    async lease(userId, request) {
      await held;
      if (stage.refusal !== null) throw stage.refusal;
      leases += 1;
      const configuration = configurationOf(userId, 'one');
      return {
        context: {
          ...{ userId, configuration, model: configuration.model, parameters: configuration.parameters },
          ...{ profile: null, mcp: null },
        },
        client: {
          chat: (messages, parameters, signal) => play({ userId, request, messages, parameters, signal }, asked),
          end,
        },
        release() {
          leases -= 1;
        },
      };
    },
    async contextsOf() {
      throw new Error('the stage has no contexts');
    },
    changeContextTimes: async () => undefined,
    async resolve(userId, configurationId) {
      await held;
      return configurationOf(userId, configurationId);
    },
    async resolveDraft(userId, { id, secrets }) {
      return configurationOf(userId, id ?? 'new', secrets);
    },
    listModels: (...own) => (stage.answers.listModels ?? (async () => listingOf([])))(...own),
    check: (...own) => (stage.answers.check ?? (async () => fine))(...own),
  };

  const stage: ChatStage = {
    ...{ chat: createChat(ports), asked, actingUsers: { 0: 'anna', 1: 'anna', 2: 'ben' } },
    ...{ answers: {}, refusal: null, now: 0, logged: [] },
    leases: () => leases,
    hold() {
      let goOn: () => void = end;
      held = new Promise((resolve) => {
        goOn = resolve;
      });
      return goOn;
    },
  };
  return stage;
}

/** Says what the test lets it say, and ends as cancelled at the signal, as a client promises. */
function play(own: Omit<Asked, 'say'>, asked: Asked[]): AsyncIterable<ChatPiece> {
  const waiting: ChatPiece[] = [];
  let wake: () => void = end;
  const say = (piece: ChatPiece) => {
    waiting.push(piece);
    wake();
  };
  asked.push({ ...own, say });
  own.signal.addEventListener('abort', () => say(endOf({ ...fine, outcome: 'cancelled' })));
  return (async function* () {
    for (;;) {
      for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
        yield piece;
        if (piece.kind === 'end') return;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  })();
}

/** A list of models that was answered. */
export function listingOf(ids: readonly string[], result = fine): ModelListing {
  const models = ids.map((id) => ({ id, name: id, kind: 'chat' as const, contextSize: null }));
  return { result, models, isCut: false };
}

/** The end of an answer. */
export function endOf(result: CheckResult): ChatPiece {
  return { kind: 'end', result, inputTokens: 3, outputTokens: 5 };
}

function end(): void {}
