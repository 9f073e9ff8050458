import type { AppFeatures } from '../app.ts';

/** Who asks: the command line, so that no window is needed. */
export const caller = { kind: 'cli', windowId: 0 } as const;
/** Both services. */
export const services = ['knowledge', 'memory'] as const;
/** What most features have and nobody asks. */
export const ofStart = { open: 'changes', watch: 'news', end: 'changes' } as const;

/** Asks a function for what it says now; `current` is who is current by env.userid. */
export type Probe = (features: AppFeatures, current: string) => unknown;
/** Why a function is not asked: it `changes` something, tells of `news`, asks for what the other probes cover, or a person. */
export type Unasked = 'changes' | 'news' | 'asks a person';

/** The code of a fault, to be compared. */
export function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : String(cause);
}
