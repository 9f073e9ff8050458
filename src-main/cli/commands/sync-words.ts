import type {
  ConsistencyState,
  Judged,
  ServiceConsistency,
  SyncAction,
  SyncPlan,
  SyncReport,
  Verdict,
} from '../../../src-shared/consistency.ts';
import type { ServiceName } from '../../../src-shared/docker.ts';
import { failureText, table } from '../output.ts';

const verdictWords: Readonly<Record<Verdict, string>> = {
  consistent: 'agrees',
  inconsistent: 'DIFFERS',
  unknown: 'not known',
};

/** System, env file, compose file, container and folders side by side, and why what differs does. */
export function comparisonText(state: ConsistencyState, names: readonly ServiceName[]): string {
  const services = state.services.filter(({ name }) => names.includes(name));
  const row = (title: string, cell: (service: ServiceConsistency) => string) => [title, ...services.map(cell)];
  const sides = table([
    row('', ({ title }) => title),
    row('env file', ({ envFile }) => cellText(envFile.user, envFile)),
    row('compose file', ({ compose }) => cellText(compose.user, compose)),
    row('container', ({ container }) => containerText(container)),
    row('folders', ({ container, mounts }) => (container.state === 'absent' ? '-' : cellText(mounts.user, mounts))),
    row('together', ({ verdict }) => verdictWords[verdict]),
  ]);
  const head = table([
    ['current user', state.system.user ?? 'not known'],
    ['', state.system.why],
  ]);
  const { engineProblem } = state;
  const reasons = [
    ...(engineProblem === null ? [] : [`Containers: ${engineProblem}`]),
    ...services.flatMap((service) => reasonsOf(service, engineProblem)),
  ];
  return [head, sides, ...(reasons.length === 0 ? [] : [reasons.join('\n')])].join('\n\n');
}

function cellText(user: string | null, { verdict }: Judged): string {
  const who = user ?? '-';
  return verdict === 'consistent' ? who : `${who} (${verdictWords[verdict]})`;
}

function containerText({ state, user, verdict, why }: ServiceConsistency['container']): string {
  if (state === 'absent') return 'none';
  if (state === 'foreign') return "somebody else's";
  return `${cellText(user, { verdict, why })}${state === 'stopped' ? ', stopped' : ''}`;
}

/** @param said what is told already, for both */
function reasonsOf(service: ServiceConsistency, said: string | null): readonly string[] {
  const { title, envFile, compose, container, mounts, obstacle } = service;
  const cells: readonly (readonly [string, Judged])[] = [
    [envFile.path, envFile],
    [compose.path, compose],
    [`${title}'s container`, container],
    ...(mounts.why === container.why ? [] : [[`${title}'s folders`, mounts] as const]),
  ];
  const differing = cells.filter(([, { verdict, why }]) => verdict !== 'consistent' && why !== said);
  const notes = [
    ...envFile.notes.map((note) => `${envFile.path}: ${note}`),
    ...compose.notes.map((note) => `${compose.path}: ${note}`),
  ];
  return [
    ...differing.map(([place, { why }]) => `${place}: ${why}`),
    ...(obstacle === null ? [] : [`${title} cannot be brought in line: ${obstacle.message} ${obstacle.hint}`]),
    ...notes.map((note) => `note: ${note}`),
  ];
}

/** What a sync would do, step by step. */
export function planText({ userId, files, actions, backups, warnings }: SyncPlan): string {
  const head = `Dry run: nothing is changed. The current user is ${userId}.`;
  const told = warnings.map((warning) => `Warning: ${warning}`);
  if (actions.length === 0) return [head, 'There is nothing to do.', ...told].join('\n');
  const steps = actions.map((action, index) => `${index + 1}. ${actionText(action)}`);
  const diffs = files.map(({ path, diff }) => `${path}\n${diff}`);
  const kept = files.length === 0 ? [] : [`Before that the present env files are copied to ${backups}.`];
  return [head, 'A sync would', ...steps.map((step) => `  ${step}`), ...kept, ...told, ...diffs].join('\n');
}

function actionText(action: SyncAction): string {
  switch (action.kind) {
    case 'make-folders':
      return `make the folders ${action.paths.join(', ')}. ${action.why}`;
    case 'write-file':
      return `write ${action.path}. ${action.why}`;
    case 'create':
      return `make the container ${action.container} and wait until it answers. ${action.why}`;
    case 'recreate': {
      const then = action.runs ? 'wait until it answers' : 'leave it stopped';
      return `put a new container in the place of ${action.container} and ${then}. ${action.why}`;
    }
    case 'restart':
      return `restart the container ${action.container} and wait until it answers. ${action.why}`;
  }
}

/** How a sync ended. */
export function reportText(report: SyncReport): string {
  const { success, system_user_id: user, actions_performed: actions, warnings, error, verdict, why, steps } = report;
  const total = steps.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const head = success
    ? actions.length === 0
      ? `Nothing to do: ${verdict === 'consistent' ? `everything follows ${user} already` : 'see below'}.`
      : `Brought in line with ${user} in ${total.toFixed(1)} s.`
    : `Not brought in line with ${user}; ${error?.code === 'switching/undo-incomplete' ? 'see below what is left' : 'everything is as it was'}.`;
  return [
    head,
    ...actions.map((action) => `  ${action}`),
    ...(error === undefined ? [] : [failureText(error)]),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...(success && verdict !== 'consistent' ? [`Still ${verdictWords[verdict]}: ${why}`] : []),
  ].join('\n');
}
