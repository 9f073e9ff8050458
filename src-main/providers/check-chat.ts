import type { CheckResult } from '../../src-shared/providers.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { AskLimits } from './limits.ts';
import { type ClientParts, openClient } from './open-client.ts';

/** Asks the model for an answer of one token, which may cost (spec 5.7); never throws. */
export async function checkChat(
  configuration: ResolvedConfiguration,
  parts: Pick<ClientParts, 'provider' | 'clock'> & { readonly limits: AskLimits },
  signal: AbortSignal,
): Promise<CheckResult> {
  const { limits } = parts;
  const client = openClient(configuration, {
    ...parts,
    limits: {
      chat: { ...limits.chat, totalMs: limits.checkMs },
      slowChat: { ...limits.slowChat, totalMs: limits.slowCheckMs },
    },
    isCheck: true,
  });
  try {
    // With the configuration's own parameters: one that the model does not take would fail every question.
    for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], { maxTokens: 1 }, signal)) {
      if (piece.kind === 'end') return piece.result;
    }
    throw new Error('an answer has no end');
  } finally {
    client.end();
  }
}
