import { useDocker, useHome, useUsers } from '../../app-stores.ts';
import { servicesSentence } from '../../services/services-sentence.ts';
import { currentId } from '../../stores/home.ts';
import { userName } from '../../stores/users.ts';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';

/** How both services do, in one sentence. */
export function ServicesHead() {
  const docker = useDocker((state) => state.docker);
  const error = useDocker((state) => state.error);
  const users = useUsers((state) => state.users);
  const current = useHome(currentId);
  if (docker === null && error === null) return <PageHeadSkeleton title="Services" />;
  if (docker === null) return <PageHead mood="unknown" text="It is not known how the services do." />;
  return <PageHead {...servicesSentence(docker, current, (id) => userName(users, id))} />;
}
