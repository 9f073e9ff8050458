import { afterEach, expect, it } from 'vitest';
import { type ChatHousehold, openChatHousehold, wellAnswered } from './testing/chat-household.ts';

let household: ChatHousehold;
afterEach(() => household.end());

it('the times are those of the environment, a senseless one is named and not taken, and only an Admin sets them', async () => {
  household = await openChatHousehold({
    TDA_USER_CONTEXT_MAX_AGE_HOURS: '12',
    TDA_USER_CONTEXT_CLEANUP_INTERVAL: '5m',
  });
  const anna = household.apiOf(household.windowOf('anna'));
  const ben = household.apiOf(household.windowOf('ben'));
  const state = await wellAnswered(anna.chat.contexts());
  expect(state).toMatchObject({
    own: null,
    times: {
      maxAgeHours: { value: 12, origin: 'environment' },
      cleanupIntervalSeconds: { value: 300, origin: 'usual' },
    },
    refused: [{ code: 'input/invalid', message: expect.stringContaining('TDA_USER_CONTEXT_CLEANUP_INTERVAL') }],
  });
  expect(household.logged.join()).toContain('TDA_USER_CONTEXT_CLEANUP_INTERVAL');
  expect(await ben.chat.setContextTimes({ maxAgeHours: 1 })).toMatchObject({ error: { code: 'access/not-allowed' } });
  const kept = await wellAnswered(anna.chat.setContextTimes({ maxAgeHours: 1, cleanupIntervalSeconds: 60 }));
  // What makes no sense takes the usual one, whatever is kept: it was said last, and is to be mended.
  expect(kept.times).toMatchObject({ maxAgeHours: { value: 12 }, cleanupIntervalSeconds: { value: 300 } });
});
