import * as z from 'zod';
import { serviceNames, serviceTitles } from '../../src-shared/docker.ts';
import type { AwaitedContainer } from './answer.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { EngineCalls } from './engine-calls.ts';
import { madeFor, replacementLabel } from './ownership.ts';

const oldContainer = z.object({
  id: z.string(),
  name: z.string(),
  wasRunning: z.boolean(),
  /** Where its /health answered before anything was changed, without the path; null where it did not. */
  answeredAt: z.string().nullable(),
});

const servicePart = z.object({
  service: z.enum(serviceNames),
  /** The name the service's container is to have. */
  name: z.string(),
  /** The name the new container has while the old one still has that name. */
  newName: z.string(),
  olds: z.array(oldContainer),
});

/**
 * What a replacement sets out from, as plain data: enough for another process to take it back or to finish it. The new
 * containers are known by a label with its id, so that it does not matter when it was cut off.
 */
export const replacementRecord = z.object({ id: z.string(), services: z.array(servicePart) });

/** What a replacement sets out from. */
export type ReplacementRecord = z.output<typeof replacementRecord>;
/** One service of it. */
export type ServicePart = z.output<typeof servicePart>;
/** A container that is to be replaced, as it was. */
export type OldContainer = z.output<typeof oldContainer>;

/** What taking back the replacement of one service came to. */
export interface TakenBack {
  /** The old container that is to answer again, null where none did before. */
  readonly awaited: AwaitedContainer | null;
  /** What could not be brought back, in words. */
  readonly missing: readonly string[];
}

/** How the replacement of a service is taken back. */
export interface TakeBackOptions {
  /** The id of the whole replacement. */
  readonly replacement: string;
  /** All that the engine has now. */
  readonly containers: readonly ContainerSummary[];
  /**
   * True where a stop may still be under way that nobody waits for any more: an old container that runs could end at any
   * moment, so it is stopped for certain before it is started.
   */
  readonly mayBeStopping: boolean;
  /** Starts a container of the service. */
  start(id: string): Promise<void>;
}

/**
 * Brings back what was, judged by what the engine has now: the new container goes, the old ones have their names and run
 * if they ran. May be cut off and repeated, and leaves alone what others made meanwhile.
 */
export async function takeBack(
  calls: EngineCalls,
  part: ServicePart,
  { replacement, containers, mayBeStopping, start }: TakeBackOptions,
): Promise<TakenBack> {
  const isOfReplacement = madeBy(replacement);
  // Its own alone: the other service takes back its own at the same time.
  const isNew = (one: ContainerSummary) => isOfReplacement(one) && madeFor(one.labels) === part.service;
  await Promise.all(containers.filter(isNew).map(({ id }) => calls.remove(id, true)));
  const others = containers.filter((one) => !isNew(one));
  const missing: string[] = [];
  const back: OldContainer[] = [];
  for (const old of part.olds) {
    const why = await nameAgain(calls, old, others);
    if (why === null) back.push(old);
    else missing.push(`${serviceTitles[part.service]}: ${why}`);
  }
  await Promise.all(
    back
      .filter(({ wasRunning }) => wasRunning)
      .map(async ({ id }) => {
        if (mayBeStopping) await calls.stop(id, null);
        await start(id);
      }),
  );
  const answered = back.find(({ answeredAt }) => answeredAt !== null);
  if (answered === undefined) return { awaited: null, missing };
  return { awaited: { name: part.service, id: answered.id, url: answered.answeredAt }, missing };
}

/** Tells the containers that a replacement made. */
export function madeBy(replacement: string): (container: ContainerSummary) => boolean {
  return ({ labels }) => labels[replacementLabel] === replacement;
}

/** Removes what a finished replacement leaves behind: the old containers. */
export async function removeOlds(calls: EngineCalls, part: ServicePart): Promise<void> {
  // Without their unnamed volumes, which may hold data nobody bound to a folder.
  await Promise.all(part.olds.map(({ id }) => calls.remove(id, false)));
}

/** @returns why an old container cannot have its name again, null where it has it */
async function nameAgain(
  calls: EngineCalls,
  { id, name }: OldContainer,
  others: readonly ContainerSummary[],
): Promise<string | null> {
  const now = others.find((container) => container.id === id);
  if (now === undefined) return `the old container ${name} is gone: something else removed it meanwhile.`;
  if (now.names.includes(name)) return null;
  if (others.some(({ names }) => names.includes(name))) return `another container has the name ${name} by now.`;
  await calls.rename(id, name);
  return null;
}
