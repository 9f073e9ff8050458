import type * as z from 'zod';
import { type ApiOf, type Caller, type Contract, channelOf, type FeaturesOf } from '../src-shared/define.ts';
import { type AppError, hints, type Result } from '../src-shared/errors.ts';
import { toAppError } from './lib/app-error.ts';
import type { Log } from './ports.ts';

/** A call on the wire: any input in, a plain result out. Never throws. */
export type Handler = (input: unknown, caller: Caller) => Promise<Result<unknown>>;

/**
 * Joins a contract and the features that fulfil it into one table, channel to handler. The only place where inputs
 * are parsed and faults become plain data.
 */
export function createDispatch<C extends Contract>(
  contract: C,
  features: FeaturesOf<C>,
  log: Log,
): ReadonlyMap<string, Handler> {
  const table = new Map<string, Handler>();
  for (const [domainName, domain] of Object.entries(contract)) {
    const feature: any = features[domainName];
    for (const [memberName, member] of Object.entries(domain)) {
      if (member.kind !== 'call') continue;
      table.set(channelOf(domainName, memberName), async (input, caller) => {
        const parsed = member.input.safeParse(input);
        if (!parsed.success) return { ok: false, error: invalidInput(parsed.error) };
        try {
          return { ok: true, value: await feature[memberName](parsed.data, caller) };
        } catch (cause) {
          return { ok: false, error: toAppError(cause, log) };
        }
      });
    }
  }
  return table;
}

function invalidInput(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const field = issue === undefined || issue.path.length === 0 ? 'the input' : issue.path.join('.');
  const said = issue?.message ?? 'not understood';
  return {
    code: 'input/invalid',
    message: `The request was refused: ${field}: ${said}.`,
    hint: hints['input/invalid'],
  };
}

/** The contract's calls as the renderer has them, over a table in the same process; events come from the features. */
export function connect<C extends Contract>(
  contract: C,
  features: FeaturesOf<C>,
  table: ReadonlyMap<string, Handler>,
  caller: Caller,
): ApiOf<C> {
  const api: any = {};
  for (const [domainName, domain] of Object.entries(contract)) {
    const feature: any = features[domainName];
    api[domainName] = {};
    for (const [memberName, member] of Object.entries(domain)) {
      const handler = table.get(channelOf(domainName, memberName));
      api[domainName][memberName] =
        member.kind === 'call' ? (input: unknown) => handler?.(input, caller) : feature[memberName];
    }
  }
  return api;
}

/**
 * The same table whose calls wait until the app is open; where it could not be opened, each answers with that reason. So
 * a window can be shown and ask at once, while the home is still being found.
 */
export function whenOpen(
  table: ReadonlyMap<string, Handler>,
  opened: Promise<void>,
  log: Log,
): ReadonlyMap<string, Handler> {
  // Asked once, so that a failure is one incident and not one a call.
  const outcome: Promise<AppError | null> = opened.then(
    () => null,
    (cause) => toAppError(cause, log),
  );
  const waiting = [...table].map(([channel, handler]): [string, Handler] => [
    channel,
    async (input, caller) => {
      const error = await outcome;
      return error === null ? handler(input, caller) : { ok: false, error };
    },
  ]);
  return new Map(waiting);
}
