import type { DockerState } from '../../../src-shared/docker.ts';
import type { HomeState } from '../../../src-shared/home.ts';
import type { SwitchState } from '../../../src-shared/switching.ts';
import type { UsersState } from '../../../src-shared/users.ts';
import { isFirstTime } from '../../first-time.ts';
import { lastChange, servicesSentence } from '../../services/services-sentence.ts';
import { userName } from '../../stores/users.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** The answer at the top of the page: how it is, in words, and since when. */
export interface Headline {
  readonly mood: Mood;
  readonly text: string;
  /** ISO time of the last change of anything the text speaks of, null where nothing has been seen yet. */
  readonly since: string | null;
}

/** What the headline is made of; null stands for what main has not told yet. */
export interface HeadlineFacts {
  readonly home: HomeState;
  readonly users: UsersState | null;
  readonly docker: DockerState | null;
  readonly switching: SwitchState | null;
}

/** Who is current, whether both services live, and whether anything is wrong, in one or two sentences. */
export function headlineOf({ home, users, docker, switching }: HeadlineFacts): Headline {
  if (switching?.state === 'running') return runningHeadline(switching, users);
  if (home.currentUser.state === 'unreadable') {
    return { mood: 'failed', text: 'It is not known who is current.', since: null };
  }
  if (isFirstTime(home, users)) {
    return { mood: 'unknown', text: 'No users yet.', since: null };
  }
  const current = home.currentUser.id;
  const { mood, text } = servicesSentence(docker, current, (id) => userName(users, id));
  const who = `${userName(users, current)} is current.`;
  return { mood, text: `${who} ${text}`, since: docker?.engine.state === 'ready' ? lastChange(docker.services) : null };
}

function runningHeadline(switching: Extract<SwitchState, { state: 'running' }>, users: UsersState | null): Headline {
  const { from, to, undoing } = switching;
  const text = undoing
    ? `Going back to ${from === null ? 'what was before' : userName(users, from)}.`
    : `Switching to ${userName(users, to)}.`;
  return { mood: 'starting', text, since: null };
}
