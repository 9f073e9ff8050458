import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatBatch, ChatMessage, ChatSource } from '../../src-shared/chat.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { readTag } from '../../src-shared/profile-tag.ts';
import { followStream } from '../lib/follow-stream.ts';
import { addText, type TextBlocks, textOfBlocks } from '../lib/text-blocks.ts';

/** A question and what came of it. */
export interface ChatTurn {
  readonly id: number;
  readonly question: string;
  readonly blocks: TextBlocks;
  /** What answers; null until that is known. */
  readonly source: ChatSource | null;
  readonly firstTokenMs: number | null;
  /** Null while it goes on, and where it broke off. */
  readonly end: ChatBatch['end'];
  /** Why nothing was asked, or why it broke off. */
  readonly error: AppError | null;
  readonly isRunning: boolean;
}

/** The one conversation of this window. It is kept nowhere else, and gone with the user. */
export interface ChatStore {
  readonly turns: readonly ChatTurn[];
  /** What is typed and not sent. */
  readonly draft: string;
  /** The turn whose question is being typed anew. */
  readonly editing: number | null;
  /** Who is asked, whatever is the default; null: the default. */
  readonly configurationId: string | null;
  connect(): Unsubscribe;
  type(draft: string): void;
  chooseConfiguration(id: string | null): void;
  /** Sends what is typed; does nothing while an answer comes. */
  send(): Promise<void>;
  /** Stops the answer; what has come of it stays. */
  stop(): void;
  /** Takes the last question back into the field; nothing else changes before it is sent. */
  editLast(): void;
  stopEditing(): void;
  clear(): void;
  userChanged(): void;
}

const nothing = { turns: [], draft: '', editing: null, configurationId: null };

/** Makes the store of the chat. */
export function createChatStore(api: Pick<Api['chat'], 'open' | 'next' | 'close'>): StoreApi<ChatStore> {
  return createStore((set, get) => {
    let turns = 0;
    let running: AbortController | null = null;
    const stop = () => {
      running?.abort();
      running = null;
    };
    const change = (id: number, part: (turn: ChatTurn) => Partial<ChatTurn>) =>
      set((state) => ({ turns: state.turns.map((turn) => (turn.id === id ? { ...turn, ...part(turn) } : turn)) }));

    async function ask(id: number, messages: ChatMessage[], configurationId: string | null): Promise<void> {
      const off = new AbortController();
      running = off;
      off.signal.addEventListener('abort', () => change(id, () => ({ isRunning: false })), { once: true });
      const error = await followStream<ChatBatch>(
        {
          open: () => api.open({ messages, configurationId }),
          next: api.next,
          close: api.close,
          take: (batch) => {
            change(id, (turn) => withBatch(turn, batch));
            if (batch.end !== null) off.abort();
          },
          // One question, one stream: it is never asked a second time by itself.
          over: () => off.abort(),
        },
        off.signal,
      );
      if (error !== null) change(id, () => ({ error }));
      off.abort();
      if (running === off) running = null;
    }

    return {
      ...nothing,
      connect: () => stop,
      type: (draft) => set({ draft }),
      chooseConfiguration: (configurationId) => set({ configurationId }),
      async send() {
        const { draft, turns: all, editing, configurationId } = get();
        const question = draft.trim();
        if (question === '' || all.some(({ isRunning }) => isRunning)) return;
        const before = editing === null ? all : all.filter(({ id }) => id < editing);
        turns += 1;
        const turn: ChatTurn = {
          ...{ id: turns, question, blocks: [], source: null, firstTokenMs: null, end: null, error: null },
          isRunning: true,
        };
        set({ turns: [...before, turn], draft: '', editing: null });
        const messages: ChatMessage[] = [...historyOf(before), { role: 'user', text: question }];
        // Who has a tag in front is asked for by it, and not by what is chosen above.
        await ask(turn.id, messages, readTag(question).kind === 'plain' ? configurationId : null);
      },
      stop,
      editLast() {
        const { turns: all, draft } = get();
        const last = all.at(-1);
        if (last !== undefined && !last.isRunning && draft === '') set({ draft: last.question, editing: last.id });
      },
      stopEditing: () => set({ draft: '', editing: null }),
      clear() {
        stop();
        set({ turns: [], editing: null });
      },
      userChanged() {
        stop();
        set(nothing);
      },
    };
  });
}

function withBatch(turn: ChatTurn, { source, text, firstTokenMs, end }: ChatBatch): Partial<ChatTurn> {
  return { source, firstTokenMs, end, blocks: addText(turn.blocks, text) };
}

/** What was said before, as the model is told it: what has an answer. Main takes the tags off, which were for the app. */
function historyOf(turns: readonly ChatTurn[]): ChatMessage[] {
  return turns.flatMap(({ question, blocks }) => {
    const answer = textOfBlocks(blocks);
    if (answer.trim() === '') return [];
    return [
      { role: 'user', text: question },
      { role: 'assistant', text: answer },
    ] satisfies ChatMessage[];
  });
}
