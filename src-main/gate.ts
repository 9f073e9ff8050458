import { activityWords, phraseOf } from '../src-shared/activity-words.ts';
import type { Caller } from '../src-shared/define.ts';
import { type ErrorCode, Fault } from '../src-shared/errors.ts';
import type { Ending, Recording, Rule } from '../src-shared/rule.ts';
import type { AccessFeature } from './access/index.ts';
import type { ActivityFeature } from './activity/index.ts';
import type { Gate } from './dispatch.ts';
import type { Clock, Log } from './ports.ts';

/** What the gate is made of. */
export interface GateParts {
  readonly rules: Readonly<Record<string, Rule>>;
  readonly access: Pick<AccessFeature, 'judge'>;
  readonly activity: Pick<ActivityFeature, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Makes the gate through which every call goes, whoever makes it: it looks up the call's rule, lets it through or refuses
 * it, and writes down what came of it. A call without a rule is an error at the start, never a call without a check.
 */
export function createGate(parts: GateParts): Gate {
  return (name) => {
    const rule = Object.hasOwn(parts.rules, name) ? parts.rules[name] : undefined;
    if (rule === undefined) throw new Error(`the call ${name} has no rule`);
    // What everybody may and nobody writes down costs nothing.
    if (isFree(rule) && rule.records === null) return null;
    return (input, caller, work) => pass(parts, rule, { input, caller }, work);
  };
}

interface Made {
  readonly input: unknown;
  readonly caller: Caller;
}

async function pass(parts: GateParts, rule: Rule, made: Made, work: () => unknown): Promise<unknown> {
  const { input, caller } = made;
  const { need } = rule;
  const begun = parts.clock.tick();
  const concerned = typeof need === 'object' ? need.self(input) : null;
  // Also for what everybody may: the log says who it was, and a switch changes who that is.
  const { actor, refusal, isKnown } = await parts.access.judge({
    caller,
    need,
    concerned,
    act: () => actOf(rule, input),
  });
  const record = (outcome: Outcome) => write(parts, rule, { ...made, who: actor.id, isKnown, begun }, outcome);
  try {
    if (refusal !== null) throw refusal;
    const answer = await work();
    record({ ok: true, answer });
    return answer;
  } catch (cause) {
    // A passphrase that was not given yet is asked for next: that is no event.
    if (!(cause instanceof Fault && cause.code === 'access/passphrase-needed')) record({ ok: false, cause });
    throw cause;
  }
}

interface Written extends Made {
  readonly who: string | null;
  /** Milliseconds of the clock's tick. */
  readonly begun: number;
  isKnown(id: string): boolean;
}

/** Whatever is wrong with an entry, the call is done or refused as it is. */
function write({ activity, clock, log }: GateParts, rule: Rule, made: Written, outcome: Outcome): void {
  const { what, records } = rule;
  if (records === null || what === null || records.when?.(made.input) === false) return;
  try {
    const { input, caller, who, begun } = made;
    const subject = records.subject(input, outcome.ok ? outcome.answer : undefined);
    // An id that did not get through and that nobody has may be anything typed into the wrong field, a passphrase too.
    const odd = !outcome.ok && activityWords[what].subject === 'user' && subject !== null && !made.isKnown(subject);
    activity.note({
      what,
      ...endingOf(records, outcome),
      who,
      via: caller.kind,
      subject: odd ? null : subject,
      ms: clock.tick() - begun,
      detail: records.detail?.(input) ?? null,
    });
  } catch (cause) {
    log.error(`${what} could not be written into the activity log`, cause);
  }
}

type Outcome = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly cause: unknown };

function endingOf(records: Recording<unknown, unknown>, outcome: Outcome): Ending {
  if (outcome.ok) return records.ending?.(outcome.answer) ?? { result: 'ok', code: null };
  const code = outcome.cause instanceof Fault ? outcome.cause.code : 'internal';
  return { result: refusals.has(code) || code.startsWith('access/') ? 'refused' : 'failed', code };
}

/** Codes of what was not even begun, beside all of `access/`. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'users/unknown',
  'users/id-unsafe',
  'users/already-exists',
  'users/field-invalid',
  'users/profile-changed',
  'users/is-current',
  'users/data-in-use',
  'users/not-confirmed',
  'users/unknown-plan',
  'users/plan-outdated',
  'users/folder-taken',
  'users/backup-unknown',
  'users/backup-damaged',
  'switching/busy',
  'switching/already-current',
  'backups/unknown',
  'validation/no-fix',
  'serving/unknown-plan',
  'serving/plan-outdated',
  'serving/not-served',
  'serving/dimension-differs',
  'serving/overridden',
  'migration/unknown-plan',
  'migration/plan-outdated',
  'shell/no-window',
  'activity/export-exists',
] as const);

function isFree({ need }: Rule): boolean {
  return need === 'read' || need === 'switch';
}

function actOf({ what, records }: Rule, input: unknown): string {
  if (what === null) return 'do this';
  return phraseOf(activityWords[what], 'act', records?.subject(input, undefined) ?? null);
}
