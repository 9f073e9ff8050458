import { describe, expect, it } from 'vitest';
import { type AppError, type ErrorCode, hints } from '../../src-shared/errors.ts';
import type { SwitchReport } from '../../src-shared/switching.ts';
import { openWindowByTray, switchByTray } from './tray-switch.ts';

const done: SwitchReport = {
  success: true,
  user_id: 'ben',
  previous_user: 'anna',
  actions_performed: [],
  warnings: [],
  lightrag_status: {},
  config_refresh: {},
  steps: [],
};

function errorOf(code: ErrorCode): AppError {
  return { code, message: 'what happened', hint: hints[code] };
}

/** Switches to Ben where main answers so; tells what came of it. */
async function switchWith(answer: SwitchReport | AppError) {
  const asked: string[] = [];
  const said: string[] = [];
  await switchByTray(
    {
      switching: {
        start: async () => ('code' in answer ? { ok: false, error: answer } : { ok: true, value: answer }),
      },
      askInWindow: async (userId, what) => void asked.push(`${userId} ${what}`),
      say: (title) => void said.push(title),
    },
    'ben',
  );
  return { asked, said };
}

describe('a switch by the tray', () => {
  it('says how it ended', async () => {
    expect(await switchWith(done)).toEqual({ asked: [], said: ['Switched'] });
    const failed = { ...done, success: false, error: errorOf('docker/port-taken') };
    expect(await switchWith(failed)).toEqual({ asked: [], said: ['Not switched to ben'] });
    expect(await switchWith(errorOf('access/not-allowed'))).toEqual({ asked: [], said: ['Not switched to ben'] });
  });

  it('lets the window ask for a passphrase, and says nothing', async () => {
    expect(await switchWith(errorOf('access/passphrase-needed'))).toEqual({ asked: ['ben switch'], said: [] });
  });
});

/** Opens a window for Ben where main answers so; tells what came of it. */
async function openWith(error: AppError | null) {
  const said: string[] = [];
  const asked: string[] = [];
  const state = { version: '1', theme: 'system', windowUsers: {}, closing: false, windowId: 0 } as const;
  await openWindowByTray(
    {
      shell: { openWindowAs: async () => (error === null ? { ok: true, value: state } : { ok: false, error }) },
      askInWindow: async (userId, what) => void asked.push(`${userId} ${what}`),
      say: (title) => void said.push(title),
    },
    'ben',
  );
  return { asked, said };
}

describe('a window by the tray', () => {
  it('is opened without a word; what is in the way is said, and a passphrase asked for', async () => {
    expect(await openWith(null)).toEqual({ asked: [], said: [] });
    expect(await openWith(errorOf('users/unknown'))).toEqual({ asked: [], said: ['No window for ben'] });
    expect(await openWith(errorOf('access/passphrase-needed'))).toEqual({ asked: ['ben window'], said: [] });
  });
});
