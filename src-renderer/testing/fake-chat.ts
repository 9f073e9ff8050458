import type { ContextsState } from '../../src-shared/chat.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { CheckResult } from '../../src-shared/providers.ts';
import type { FakeParts } from './fake-home-parts.ts';

const fine: CheckResult = { outcome: 'ok', status: 200, ms: 12, message: 'It answers.', hint: '', retryAfterMs: null };
const noContexts: ContextsState = {
  own: null,
  times: {
    cleanupIntervalSeconds: { value: 300, origin: 'usual' },
    maxAgeHours: { value: 24, origin: 'usual' },
  },
  refused: [],
};

/** The domain of the chat as a page sees it that nobody answers; checks are good, and lists are empty. */
export function fakeChat({ record }: Pick<FakeParts, 'record'>): Pick<Api, 'chat'> {
  return {
    chat: {
      open: (opening) => record('chat.open', opening, { stream: 1 }),
      next: (choice) => record('chat.next', choice, null),
      close: (choice) => record('chat.close', choice, null),
      check: (input) => record('chat.check', input, fine),
      listModels: (input) =>
        record('chat.listModels', input, {
          ...{ result: fine, models: [], isCut: false, listedAt: '2026-01-31T18:00:00.000Z' },
        }),
      cancel: (choice) => record('chat.cancel', choice, null),
      contexts: () => record('chat.contexts', undefined, noContexts),
      setContextTimes: (wanted) => record('chat.setContextTimes', wanted, noContexts),
    },
  };
}
