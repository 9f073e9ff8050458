import type { ContainerCell, MountsCell, Verdict } from '../../src-shared/consistency.ts';
import { ownerOf } from '../lib/owner-of.ts';
import type { JudgedCompose } from './compose-cell.ts';
import type { SeenContainer } from './ports.ts';

/** What a container is judged by. */
export interface ContainerFacts {
  readonly seen: SeenContainer;
  /** The name its files give it. */
  readonly container: string;
  readonly compose: JudgedCompose;
  readonly userId: string | null;
  readonly usersFolder: string | null;
}

const noUser = 'It is not known who is current.';

/** What the container of a service was told; where there is none, nothing disagrees. */
export function containerCell({ seen, container, compose, userId }: ContainerFacts): ContainerCell {
  const { state, userId: user, problem } = seen;
  const judged = (verdict: Verdict, why: string): ContainerCell => ({ container, state, user, verdict, why });
  if (state === 'unknown') return judged('unknown', problem);
  if (state === 'foreign') {
    return judged('unknown', `There is a container named ${container}, but it was not made for this service.`);
  }
  if (state === 'absent') {
    return judged('consistent', 'There is no container; starting the service makes one from the files.');
  }
  if (userId === null) return judged('unknown', noUser);
  if (user === userId) return judged('consistent', `It was told that it serves ${userId}.`);
  if (user !== null) return judged('inconsistent', `It was told that it serves ${user}, not ${userId}.`);
  return compose.tells === null
    ? judged('consistent', 'Its files tell it no user; its folders are what counts.')
    : judged('inconsistent', 'It was not told whom it serves, although its files say so.');
}

/** What the container of a service has mounted, path by path; where there is none, nothing disagrees. */
export function mountsCell({ seen, userId, usersFolder }: ContainerFacts): MountsCell {
  const { state, mounts: folders, problem } = seen;
  const owners = new Set(
    folders.flatMap(({ actual }) => {
      const owner = actual === null ? null : ownerOf(actual, usersFolder);
      return owner === null ? [] : [owner];
    }),
  );
  const [first = null, ...more] = owners;
  const user = more.length === 0 ? first : null;
  const judged = (verdict: Verdict, why: string): MountsCell => ({ user, folders, verdict, why });
  if (state === 'unknown') return judged('unknown', problem);
  if (state === 'foreign') return judged('unknown', 'The container of that name was not made for this service.');
  if (state === 'absent') return judged('consistent', 'There is no container.');
  if (userId === null) return judged('unknown', noUser);
  const different = folders.filter(({ same }) => !same);
  const [wrong] = different;
  if (wrong !== undefined) {
    const { target, expected, actual } = wrong;
    const one =
      actual === null
        ? `${target} is not mounted; it should be ${expected}.`
        : `${target} is ${actual}, not ${expected}.`;
    return judged('inconsistent', different.length === 1 ? one : `${one} ${countOf(different.length - 1)} wrong, too.`);
  }
  const stranger = [...owners].find((owner) => owner !== userId);
  if (stranger !== undefined) return judged('inconsistent', `It has folders of ${stranger}, as its compose file says.`);
  const count = folders.length === 1 ? 'The one mount is' : `All ${folders.length} mounts are`;
  return judged('consistent', folders.length === 0 ? 'Its files mount nothing.' : `${count} as the files say.`);
}

/**
 * Why a container has to be made anew, in words; null where it has not. Only where a new one would be right where the old
 * one is wrong: else a sync would replace it again and again.
 */
export function whyNew({ seen, compose, userId }: ContainerFacts): string | null {
  if ((seen.state !== 'running' && seen.state !== 'stopped') || userId === null || compose.bindsOf !== null)
    return null;
  const wrong = seen.mounts.filter(({ same }) => !same);
  const [first] = wrong;
  if (first !== undefined) {
    const there = first.actual ?? 'nothing';
    const others = wrong.length === 1 ? '' : `; ${countOf(wrong.length - 1)} wrong, too`;
    return `It has ${there} at ${first.target} instead of ${first.expected}${others}.`;
  }
  if (seen.userId === userId || seen.userId === compose.tells) return null;
  return seen.userId === null ? 'It was not told whom it serves.' : `It was told that it serves ${seen.userId}.`;
}

/** "1 more is", "3 more are". */
function countOf(more: number): string {
  return `${more} more ${more === 1 ? 'is' : 'are'}`;
}
