import type { ServiceName } from '../../src-shared/docker.ts';
import { useDocker, useStores } from '../app-stores.ts';
import type { ServiceAction } from '../stores/docker.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';

const verbs: Readonly<Record<ServiceAction, string>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  recreate: 'recreated',
};

/** What was asked of exactly these services and failed. `title` names the one service, else both are meant. */
export function ServiceFailures(props: { readonly services: readonly ServiceName[]; readonly title?: string }) {
  const { services, title = 'Both services' } = props;
  const { docker } = useStores();
  const failures = useDocker((state) => state.failures);
  const [mine] = failures.filter((failure) => failure.services.join() === services.join());
  if (mine === undefined) return null;
  return (
    <ErrorNotice
      title={`${title} could not be ${verbs[mine.action]}.`}
      error={mine.error}
      onDismiss={() => docker.getState().dismissFailure(services)}
    />
  );
}
