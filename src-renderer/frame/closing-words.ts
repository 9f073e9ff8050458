import { type DockerState, type Service, serviceTitles } from '../../src-shared/docker.ts';
import type { MigrationState } from '../../src-shared/migration.ts';
import type { SwitchState } from '../../src-shared/switching.ts';

/** What may still go on while the app is being closed. */
export interface GoingOn {
  readonly switching: SwitchState | null;
  readonly docker: DockerState | null;
  readonly migration: MigrationState | null;
}

const doings: Readonly<Record<NonNullable<Service['busy']>, string>> = {
  starting: 'started',
  stopping: 'stopped',
  restarting: 'restarted',
  recreating: 'recreated',
};

/** What the app waits for before it closes, in a sentence or two. */
export function closingWords({ switching, docker, migration }: GoingOn, nameOf: (id: string) => string): string {
  if (switching?.state === 'running') {
    const to = nameOf(switching.to);
    const isPast = !switching.cancellable && !switching.undoing;
    return isPast
      ? `The switch to ${to} is all but done and ends first.`
      : `The switch to ${to} is taken back first, so that nothing is left half done. This can take a minute.`;
  }
  if (migration?.state === 'running') return 'The move comes to a halt first; it can be gone on with later.';
  const busy = docker?.services.find((service) => service.busy !== null);
  if (busy !== undefined && busy.busy !== null) {
    return `${serviceTitles[busy.name]} is being ${doings[busy.busy]}; that is brought to an end first.`;
  }
  return 'What goes on is brought to an end first.';
}
