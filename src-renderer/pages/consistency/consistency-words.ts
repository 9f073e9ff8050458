import type { ConsistencyState, ContainerCell, SyncAction, Verdict } from '../../../src-shared/consistency.ts';
import { formatList } from '../../lib/format.ts';
import { shownPath } from '../../lib/shown-path.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** How a verdict looks. What differs and what is not known are both something to look at, and look apart. */
export const verdictMoods: Readonly<Record<Verdict, Mood>> = {
  consistent: 'ok',
  inconsistent: 'warn',
  unknown: 'unknown',
};

/** How a verdict is called. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  consistent: 'Agrees',
  inconsistent: 'Differs',
  unknown: 'Not known',
};

/** What a container does, beside whom it was told that it serves; empty where it runs. */
export const containerWords: Readonly<Record<ContainerCell['state'], string>> = {
  unknown: '',
  absent: 'No container',
  foreign: "Somebody else's container",
  stopped: 'stopped',
  running: '',
};

/** The page's question answered: do files and containers follow the current user. */
export function headlineOf(
  state: ConsistencyState,
  nameOf: (id: string) => string,
): { readonly mood: Mood; readonly text: string } {
  const { system, services, verdict, engineProblem, running } = state;
  if (running?.undoing === true) return { mood: 'starting', text: 'Taking the sync back.' };
  if (running !== null) return { mood: 'starting', text: `Bringing the services in line with ${whom(state, nameOf)}.` };
  if (state.changing) return { mood: 'starting', text: 'The services are being changed.' };
  if (verdict === 'consistent') return { mood: 'ok', text: `Both services follow ${whom(state, nameOf)}.` };
  if (verdict === 'inconsistent') {
    const stray = services.filter((service) => service.verdict === 'inconsistent').map(({ title }) => title);
    const verb = stray.length === 1 ? 'does' : 'do';
    return { mood: 'warn', text: `${formatList(stray)} ${verb} not follow ${whom(state, nameOf)}.` };
  }
  if (system.verdict === 'unknown') return { mood: 'warn', text: 'It is not known whom to follow.' };
  if (engineProblem !== null) return { mood: 'warn', text: 'It is not known whom the containers serve.' };
  return { mood: 'warn', text: `It is not known whether all of it follows ${whom(state, nameOf)}.` };
}

function whom({ system }: ConsistencyState, nameOf: (id: string) => string): string {
  return system.user === null ? 'the current user' : nameOf(system.user);
}

/** One thing a sync does, as a sentence. */
export function actionSentence(action: SyncAction, home: string): string {
  switch (action.kind) {
    case 'make-folders': {
      const [first = '', ...more] = action.paths;
      return `Makes ${more.length === 0 ? `the folder ${first}` : `${action.paths.length} folders, the first being ${first}`}.`;
    }
    case 'write-file':
      return `Writes ${shownPath(action.path, home)}.`;
    case 'create':
      return `Makes the container ${action.container}, starts it and waits until it answers.`;
    case 'recreate':
      return action.runs
        ? `Puts a new container in the place of ${action.container} and waits until it answers.`
        : `Puts a new container in the place of ${action.container}, which stays stopped.`;
    case 'restart':
      return `Restarts the container ${action.container} and waits until it answers.`;
  }
}

/** What a sync does, in a few words: "1 file and 2 containers". */
export function actionsSummary(actions: readonly SyncAction[]): string {
  const count = (kinds: readonly SyncAction['kind'][]) => actions.filter(({ kind }) => kinds.includes(kind)).length;
  const counted = (number: number, one: string) => (number === 0 ? [] : [`${number} ${one}${number === 1 ? '' : 's'}`]);
  const files = counted(count(['write-file']), 'file');
  const containers = counted(count(['create', 'recreate', 'restart']), 'container');
  return [...files, ...containers].join(' and ');
}

/** Why there is nothing to sync now; null where there is. */
export function nothingToSync({ system, verdict, actions, engineProblem }: ConsistencyState): string | null {
  if (actions.length > 0) return null;
  if (system.verdict === 'unknown') return 'There is nobody to follow';
  if (verdict === 'consistent') return 'Everything agrees already';
  if (verdict === 'inconsistent') return 'A sync cannot mend what differs; the reason stands beside it';
  return engineProblem === null
    ? 'Nothing is known to differ'
    : 'The files agree, and containers have to wait for Docker';
}
