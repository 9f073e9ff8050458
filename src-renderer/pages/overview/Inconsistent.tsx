import { RefreshCw } from 'lucide-react';
import type { DockerState, Service } from '../../../src-shared/docker.ts';
import { useHome, useStores, useUsers } from '../../app-stores.ts';
import { currentId } from '../../stores/home.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { isFirstTime } from './first-time.ts';
import { stillServes, strangersOf } from './service-words.ts';

/** Says that files or containers are not the current user's, and offers to make them so. */
export function Inconsistent({ docker, blocked }: { readonly docker: DockerState; readonly blocked: string | null }) {
  const { docker: store } = useStores();
  const current = useHome(currentId);
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  if (current === null || first || docker.consistent) return null;
  if (docker.engine.state !== 'ready') return null;
  const nameOf = (id: string) => userName(users, id);
  const strangers = strangersOf(docker.services, current);
  // Without a stranger, "not consistent" says something only once every container is known and left alone.
  if (strangers.length === 0 && !docker.services.every(isSettled)) return null;
  const concerned = strangers.length === 0 ? docker.services : strangers;
  return (
    <Notice
      mood="warn"
      title={
        strangers.length === 0
          ? `The services' files and containers do not all agree that ${nameOf(current)} is current.`
          : `${stillServes(strangers, nameOf)}.`
      }
      actions={
        <Button
          icon={RefreshCw}
          disabledReason={blocked}
          onClick={() =>
            void store.getState().act(
              'recreate',
              concerned.map(({ name }) => name),
            )
          }
        >
          Recreate {concerned.length > 1 ? 'both' : concerned[0]?.title}
        </Button>
      }
    >
      <p>Recreating makes new containers on the folders of {nameOf(current)}. No data is lost.</p>
    </Notice>
  );
}

function isSettled({ busy, error, lamps }: Service): boolean {
  return busy === null && error === null && lamps.container.state !== 'unknown';
}
