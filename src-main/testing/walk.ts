import type { App, AppFeatures } from '../app.ts';

/** Who asks. */
export const caller = { kind: 'cli', windowId: 0 } as const;

/** Asks a function for what it says now; `current` is who is current by env.userid. */
export type Probe = (features: AppFeatures, current: string) => unknown;
/** Why a function is not asked: it `changes` something, tells of `news`, asks for what the other probes cover, or a person. */
export type Unasked = 'changes' | 'news' | 'asks a person';
/** Every function of every feature: a new one without a line here does not compile. */
export type Walk = { readonly [F in keyof AppFeatures]: { readonly [M in keyof AppFeatures[F]]: Probe | Unasked } };

/** What every function says that can be asked, by its name. */
export async function walkThrough(
  walk: Walk,
  { features }: App,
  current: string,
): Promise<Readonly<Record<string, string>>> {
  const said: Record<string, string> = {};
  for (const [feature, members] of Object.entries(walk)) {
    for (const [member, probe] of Object.entries(members) as [string, Probe | Unasked][]) {
      if (typeof probe === 'function') said[`${feature}.${member}`] = plain(await probe(features, current));
    }
  }
  return said;
}

/** As text, without the moments at which it was asked. */
function plain(value: unknown): string {
  return JSON.stringify(value ?? null, (key, inner: unknown) => (['since', 'checkedAt'].includes(key) ? '' : inner), 1);
}

/** The code of a refusal, which is as good an answer as any. */
export function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : String(cause);
}
