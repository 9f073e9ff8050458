import type { Act } from './isolation-acts.ts';
import { createIsolationAsks, type IsolationAsks } from './isolation-asks.ts';
import { type Hit, judgeAsked, judgeHits, windowOf } from './isolation-judge.ts';
import { configurationNames, type IsolationUsers, userIds } from './isolation-users.ts';
import type { IsolationWorld } from './isolation-world.ts';

/** One schedule while it is played. */
export interface IsolationRun {
  /** Begins what an act says, and does not wait for its end. */
  begin(act: Act): void;
  /** How much of it has not ended yet. */
  open(): number;
  /** Once nothing is open: throws what was not as it has to be. Ends everything. */
  judge(settle: () => Promise<void>): Promise<void>;
}

interface Played {
  readonly users: IsolationUsers;
  readonly world: IsolationWorld;
  readonly asks: IsolationAsks;
  hits(): readonly Hit[];
  /** Lets work go on beside. */
  go(work: Promise<void>): void;
}

/**
 * Begins to play a schedule.
 * @param hits what reached the providers so far
 */
export function createIsolationRun(
  users: IsolationUsers,
  world: IsolationWorld,
  hits: () => readonly Hit[],
): IsolationRun {
  let open = 0;
  for (const user of userIds) world.windows[windowOf(user).windowId] = user;
  const played: Played = {
    ...{ users, world, hits, asks: createIsolationAsks(world) },
    go(work) {
      open += 1;
      void work.finally(() => {
        open -= 1;
      });
    },
  };
  return { begin: (act) => begin(played, act), open: () => open, judge: (settle) => judge(played, settle) };
}

function begin({ users, world, asks, go }: Played, act: Act): void {
  switch (act.act) {
    case 'ask':
      go(asks.ask(asks.start(act.user, act.named)));
      break;
    case 'check':
    case 'list': {
      const own = asks.start(act.user, { by: 'configuration', name: act.name }, true);
      go(asks.askAside(own, act.act, `${own.user}/${act.name}`));
      break;
    }
    case 'stop':
      asks.stop(act.user);
      break;
    case 'breakOpening':
      world.breakOpening(act.user);
      break;
    case 'cleanUp':
      world.passHours(act.hours);
      go(world.contexts.cleanUp());
      break;
    case 'endUser':
      asks.allowEnd(({ user }) => user === act.user);
      world.endUser(act.user);
      break;
    case 'windowFor':
      asks.allowEnd(({ window }) => window === act.user);
      world.windows[windowOf(act.user).windowId] = act.other;
      go(world.chat.noteUsers());
      break;
    default:
      change(users, act);
      if (act.act === 'badChange') world.breakOpening(act.user);
      // The store tells of a change once it is made: in between it is asked already.
      go(users.toldOfChange().then(() => world.settingsChanged(act.user)));
  }
}

type Change = Extract<
  Act,
  { act: 'change' | 'badChange' | 'lock' | 'unlock' | 'removeProfile' | 'putProfile' | 'setDefault' }
>;

function change(users: IsolationUsers, act: Change): void {
  const { user } = act;
  if (act.act === 'change' || act.act === 'badChange') users.change(user, act.name);
  else if (act.act === 'removeProfile') users.removeProfile(user, act.tag);
  else if (act.act === 'putProfile') users.putProfile(user, act.tag, act.name);
  else if (act.act === 'setDefault') users.setDefault(user, act.tag);
  else users.setLocked(user, act.name, act.act === 'lock');
}

async function judge({ users, world, asks, hits, go }: Played, settle: () => Promise<void>): Promise<void> {
  for (const own of asks.all) judgeAsked(own, users);
  // What everybody is answered by without naming anything is what they chose, whatever others did.
  for (const user of userIds) {
    for (const name of configurationNames) users.setLocked(user, name, false);
    world.windows[windowOf(user).windowId] = user;
  }
  world.mendOpening();
  const last = userIds.map((user) => ({ usual: users.usual(user), own: asks.start(user, { by: 'nothing' }) }));
  for (const { own } of last) go(asks.ask(own));
  await settle();
  for (const { own, usual } of last) {
    judgeAsked(own, users);
    const answered = own.source?.configurationName ?? null;
    if (answered !== usual) throw new Error(`${own.user} was answered by ${answered}, not by ${usual}: ${own.code}`);
  }
  judgeHits(asks.all, hits(), users);

  world.passHours(25);
  await world.contexts.cleanUp();
  const kept = userIds.filter((user) => world.contexts.state(user) !== null);
  if (kept.length > 0) throw new Error(`contexts of ${kept.join()} are left, with nobody using them`);
  world.chat.end();
  world.contexts.end();
  if (world.clientsLeft() !== 0) throw new Error(`${world.clientsLeft()} clients were not ended`);
  if (world.errors.length > 0) throw new Error(world.errors.join());
}
