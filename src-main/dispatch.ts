import type * as z from 'zod';
import { channelOf } from '../src-shared/channel.ts';
import type { ApiOf, Caller, Contract, FeaturesOf } from '../src-shared/define.ts';
import { type AppError, hints, type Result } from '../src-shared/errors.ts';
import { toAppError } from './lib/app-error.ts';
import type { Log } from './ports.ts';

/** A call on the wire: any input in, a plain result out. Never throws. */
export type Handler = (input: unknown, caller: Caller) => Promise<Result<unknown>>;

/**
 * Stands before one call: does the work, or throws why not.
 * @param input parsed
 */
export type Guard = (input: unknown, caller: Caller, work: () => unknown) => Promise<unknown>;

/**
 * The guard of a call by its name, `domain.call`; null where none is needed. Throws for a call that nobody has thought
 * of.
 */
export type Gate = (name: string) => Guard | null;

/** What a dispatch is made of, beside contract and features. */
export interface DispatchPorts {
  readonly log: Log;
  readonly gate: Gate;
}

/**
 * Joins a contract and the features that fulfil it into one table, channel to handler. The only place where inputs
 * are parsed and faults become plain data; what was not parsed reaches neither the gate nor a feature.
 */
export function createDispatch<C extends Contract>(
  contract: C,
  features: FeaturesOf<C>,
  { log, gate }: DispatchPorts,
): ReadonlyMap<string, Handler> {
  const table = new Map<string, Handler>();
  for (const [domainName, domain] of Object.entries(contract)) {
    const feature: any = features[domainName];
    for (const [memberName, member] of Object.entries(domain)) {
      if (member.kind !== 'call') continue;
      const guard = gate(`${domainName}.${memberName}`);
      table.set(channelOf(domainName, memberName), async (input, caller) => {
        const parsed = member.input.safeParse(input);
        if (!parsed.success) return { ok: false, error: invalidInput(parsed.error) };
        const work = () => feature[memberName](parsed.data, caller);
        try {
          return { ok: true, value: await (guard === null ? work() : guard(parsed.data, caller, work)) };
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

/** How a table waits for the app to be open. */
export interface Opening {
  /** Opens the app; called again after it has failed. */
  open(): Promise<void>;
  /** Channels that need no open app, such as the one that quits. */
  readonly always: readonly string[];
  readonly log: Log;
}

/**
 * The same table whose calls wait until the app is open; where it could not be opened, each answers with that reason,
 * and the next call after that tries again. So a window can be shown and ask at once, while the home is still being
 * found, and a person can mend what was in the way. `opened` resolves when the app is open.
 */
export function whenOpen(
  table: ReadonlyMap<string, Handler>,
  { open, always, log }: Opening,
): { readonly table: ReadonlyMap<string, Handler>; readonly opened: Promise<void> } {
  let hasFailed = false;
  let tellOpened: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    tellOpened = resolve;
  });
  // Shared by all who ask meanwhile, so that a failure is one incident and not one a call.
  async function begin(): Promise<AppError | null> {
    hasFailed = false;
    try {
      await open();
      tellOpened();
      return null;
    } catch (cause) {
      hasFailed = true;
      return toAppError(cause, log);
    }
  }
  let attempt = begin();
  const waiting = [...table].map(([channel, handler]): [string, Handler] => [
    channel,
    async (input, caller) => {
      if (always.includes(channel)) return handler(input, caller);
      if (hasFailed) attempt = begin();
      const error = await attempt;
      return error === null ? handler(input, caller) : { ok: false, error };
    },
  ]);
  return { table: new Map(waiting), opened };
}
