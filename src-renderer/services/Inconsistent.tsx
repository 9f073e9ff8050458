import { Columns2, RefreshCw } from 'lucide-react';
import type { ConsistencyState } from '../../src-shared/consistency.ts';
import type { DockerState } from '../../src-shared/docker.ts';
import { useConsistency, useHome, useStores, useUsers } from '../app-stores.ts';
import { isFirstTime } from '../first-time.ts';
import { formatList } from '../lib/format.ts';
import { consistencyHref } from '../lib/place.ts';
import { useMay } from '../may.ts';
import { isSyncing } from '../stores/consistency.ts';
import { currentId } from '../stores/home.ts';
import { userName } from '../stores/users.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { stillServes, strangersOf } from './service-words.ts';

/** Says that files or containers are not the current user's, or that nobody can tell, and offers to make them so. */
export function Inconsistent({ docker, blocked }: { readonly docker: DockerState; readonly blocked: string | null }) {
  const consistency = useConsistency((state) => state.consistency);
  const current = useHome(currentId);
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  if (consistency === null || current === null || first) return null;
  return (
    <>
      <SyncFailure />
      <InconsistentNotice
        consistency={consistency}
        docker={docker}
        current={current}
        nameOf={(id) => userName(users, id)}
        blocked={blocked}
      />
    </>
  );
}

/** Said without Docker, until it is back and everything was seen to agree (spec 3.6). */
export function UnknownConsistency() {
  const verdict = useConsistency(({ consistency }) => consistency?.verdict ?? 'consistent');
  const current = useHome(currentId);
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  if (verdict === 'consistent' || current === null || first) return null;
  return <p>Until it is back it is not known whether the services follow {userName(users, current)}.</p>;
}

/** Why a sync was refused, or failed and was taken back. */
function SyncFailure() {
  const { refusal, consistency, noted } = useConsistency((state) => state);
  const { consistency: store } = useStores();
  const last = consistency?.last ?? null;
  const failed = last === null || last.endedAt === noted ? undefined : last.report.error;
  const error = refusal ?? failed;
  if (error === undefined || error.code === 'consistency/cancelled') return null;
  const { dismissRefusal, dismissReport } = store.getState();
  return (
    <ErrorNotice
      title="The services were not brought in line."
      error={error}
      onDismiss={refusal === null ? dismissReport : dismissRefusal}
    />
  );
}

function InconsistentNotice(props: {
  readonly consistency: ConsistencyState;
  readonly docker: DockerState;
  readonly current: string;
  readonly nameOf: (id: string) => string;
  readonly blocked: string | null;
}) {
  const { consistency, docker, current, nameOf, blocked } = props;
  const { consistency: store } = useStores();
  const syncing = useConsistency(isSyncing);
  const { why } = useMay('consistency.sync');
  const title = titleOf(consistency, docker, current, nameOf);
  if (title === null) return null;
  const { actions, changing } = consistency;
  // Without Docker the files are brought in line all the same.
  const elsewhere = docker.engine.state === 'unreachable' ? null : blocked;
  const busyReason = elsewhere ?? (changing ? 'The services are being changed' : null);
  return (
    <Notice
      mood="warn"
      title={title}
      actions={
        <>
          {actions.length > 0 && (
            <Button
              icon={RefreshCw}
              busy={syncing}
              disabledReason={why ?? busyReason}
              onClick={() => void store.getState().sync()}
            >
              Sync now
            </Button>
          )}
          <LinkButton href={consistencyHref} icon={Columns2}>
            Compare
          </LinkButton>
        </>
      }
    >
      <p>{bodyOf(consistency, docker, nameOf(current))}</p>
    </Notice>
  );
}

/** What is so; null where there is nothing to say, or it may be half of a change that goes on. */
function titleOf(
  { verdict, services, changing, running, system }: ConsistencyState,
  docker: DockerState,
  current: string,
  nameOf: (id: string) => string,
): string | null {
  if ((changing && running === null) || docker.engine.state === 'connecting' || system.user !== current) return null;
  if (verdict !== 'inconsistent') return null;
  const strangers = docker.engine.state === 'ready' ? strangersOf(docker.services, current) : [];
  if (strangers.length > 0) return `${stillServes(strangers, nameOf)}.`;
  const stray = services.filter((service) => service.verdict === 'inconsistent').map(({ title }) => title);
  return `${formatList(stray)} ${stray.length === 1 ? 'does' : 'do'} not follow ${nameOf(current)}.`;
}

function bodyOf({ actions, why }: ConsistencyState, { engine }: DockerState, name: string): string {
  if (engine.state === 'unreachable') {
    return `A sync writes the files for ${name}. The containers stay as they are until Docker is back.`;
  }
  const makes = actions.some(({ kind }) => kind === 'recreate');
  if (makes) return `A sync makes new containers on the folders of ${name}. No data is lost.`;
  return actions.length > 0 ? `A sync writes the files for ${name}. No data is lost.` : why;
}
