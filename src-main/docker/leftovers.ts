import { answersNow } from './answer.ts';
import type { ContainerFacts } from './container-facts.ts';
import { driftOf } from './drift.ts';
import type { Connection } from './engine.ts';
import { serviceUrl } from './health/service-url.ts';
import { type AsideRole, belongsTo, readAsideName } from './ownership.ts';
import type { PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { startContainer } from './start-container.ts';

const answerLimitMs = 3000;

/** A container that stands aside although no replacement runs, as after a crash. */
export interface Leftover {
  readonly plan: ServicePlan;
  readonly role: AsideRole;
  readonly aside: ContainerFacts;
  /** The container that has the service's name now. */
  readonly main: ContainerFacts | null;
}

/** The containers of these services that stand aside. To be asked only while nobody replaces any, here or elsewhere. */
export async function findLeftovers(
  { calls }: Connection,
  plans: readonly ServicePlan[],
): Promise<readonly Leftover[]> {
  const containers = await calls.list();
  const found = plans.map(async (plan): Promise<Leftover[]> => {
    const own = containers.filter((container) => belongsTo(container, plan));
    const main = own.find(({ names }) => names.includes(plan.compose.containerName));
    const mainFacts = main === undefined ? null : await calls.inspect(main.id);
    const leftovers = own.map(async ({ id, names }): Promise<Leftover[]> => {
      const role = names.map((name) => readAsideName(name)?.role).find((one) => one !== undefined);
      const facts = role === undefined ? null : await calls.inspect(id);
      return role === undefined || facts === null ? [] : [{ plan, role, aside: facts, main: mainFacts }];
    });
    return (await Promise.all(leftovers)).flat();
  });
  return (await Promise.all(found)).flat();
}

/** What is to be done about a leftover. */
export type LeftoverRemedy = 'restore' | 'remove' | 'leave';

/**
 * Decides by the files, which the switch writes or puts back as a whole: the container that is what they say is the
 * right one. A successor that never got its name was never started, so it goes. Of old containers only those go whose
 * successor is right and answers; where neither is right, both stay and a person decides.
 */
export function remedyFor({ plan, role, aside, main }: Leftover, mainAnswers: boolean): LeftoverRemedy {
  if (role === 'new') return aside.running ? 'leave' : 'remove';
  if (main === null) return 'restore';
  if (driftOf(main, plan.compose).length === 0) return main.running && mainAnswers ? 'remove' : 'leave';
  return driftOf(aside, plan.compose).length === 0 ? 'restore' : 'leave';
}

/** Brings all leftovers of these services in order. @returns what was done, in words */
export async function settleLeftovers(
  connection: Connection,
  plans: readonly ServicePlan[],
  ports: PortSurroundings,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const leftover of await findLeftovers(connection, plans)) {
    const what = await settle(connection, leftover, ports);
    if (what !== null) done.push(what);
  }
  return done;
}

async function settle(connection: Connection, leftover: Leftover, ports: PortSurroundings): Promise<string | null> {
  const { calls, endpoint } = connection;
  const { plan, aside, main } = leftover;
  const { containerName } = plan.compose;
  const answers = await answersNow(serviceUrl(plan.compose, endpoint.publishedHost), answerLimitMs);
  const remedy = remedyFor(leftover, answers);
  if (remedy === 'leave') return null;
  if (remedy === 'remove') {
    await calls.remove(aside.id, false);
    return `removed ${aside.name}, which an interrupted replacement had left`;
  }
  if (main !== null) await calls.remove(main.id, false);
  await calls.rename(aside.id, containerName);
  // One that is not what the files say would serve the wrong user.
  if (driftOf(aside, plan.compose).length > 0) return `gave ${containerName} its name back`;
  await startContainer(calls, plan, aside.id, { ports, signal: new AbortController().signal });
  return `brought ${containerName} back, which an interrupted replacement had put aside`;
}
