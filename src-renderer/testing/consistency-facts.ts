import type {
  ConsistencyState,
  ServiceConsistency,
  SyncAction,
  SyncPlan,
  SyncReport,
  SyncStep,
  SyncStepState,
} from '../../src-shared/consistency.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { type SyncStepName, syncStepTitles } from '../../src-shared/step-titles.ts';

const home = '/home/paula/.persag';
const places = {
  knowledge: {
    folder: `${home}/lightrag_server`,
    env: 'env.server',
    container: 'lightrag_pagent',
    data: 'rag_storage',
  },
  memory: {
    ...{ folder: `${home}/lightrag_memory_server`, env: 'env.memory_server', container: 'lightrag_memory' },
    data: 'memory_rag_storage',
  },
} as const;

/** A service whose files and container all follow Paula; `changes` replaces single cells. */
export function followingService(name: ServiceName, changes: Partial<ServiceConsistency> = {}): ServiceConsistency {
  const { folder, env, container, data } = places[name];
  const source = `${home}/data/agno/paula/${data}`;
  const good = { verdict: 'consistent', user: 'paula' } as const;
  return {
    name,
    title: name === 'knowledge' ? 'Knowledge' : 'Memory',
    verdict: 'consistent',
    why: 'Its files and its container agree with the current user.',
    envFile: {
      ...{ ...good, path: `${folder}/${env}`, line: 12, written: 'USER_ID=paula', notes: [] },
      why: 'Line 12 names paula.',
    },
    compose: { ...good, path: `${folder}/docker-compose.yml`, notes: [], why: 'Read for paula, it serves paula.' },
    container: { ...good, container, state: 'running', why: 'It was told that it serves paula.' },
    mounts: {
      ...{ ...good, why: 'The one mount is as the files say.' },
      folders: [{ target: '/app/data/rag_storage', expected: source, actual: source, same: true }],
    },
    obstacle: null,
    ...changes,
  };
}

/** A service whose env file and container still follow Charlie. */
export function strayService(name: ServiceName): ServiceConsistency {
  const { envFile, container, mounts } = followingService(name);
  const folders = mounts.folders.map((folder) => ({
    ...{ ...folder, same: false },
    actual: folder.expected.replace('/agno/paula/', '/agno/charlie/'),
  }));
  const wrong = { verdict: 'inconsistent', user: 'charlie' } as const;
  return followingService(name, {
    verdict: 'inconsistent',
    why: 'env.memory_server: Line 12 names charlie, not paula.',
    envFile: { ...envFile, ...wrong, written: 'USER_ID=charlie', why: 'Line 12 names charlie, not paula.' },
    container: { ...container, ...wrong, why: 'It was told that it serves charlie, not paula.' },
    mounts: { ...mounts, ...wrong, folders, why: `/app/data/rag_storage is ${folders[0]?.actual}, not hers.` },
  });
}

/** What a sync of a stray Memory does. */
export function strayActions(): readonly SyncAction[] {
  const { folder, env, container } = places.memory;
  return [
    { kind: 'write-file', service: 'memory', path: `${folder}/${env}`, why: 'Line 12 names charlie, not paula.' },
    { kind: 'recreate', service: 'memory', container, runs: true, why: 'It was told that it serves charlie.' },
  ];
}

/** Paula is current and everything follows her. */
export function someConsistency(changes: Partial<ConsistencyState> = {}): ConsistencyState {
  return {
    verdict: 'consistent',
    why: 'Files, containers and folders of both services are those of paula.',
    system: {
      ...{ path: `${home}/env.userid`, user: 'paula', source: 'file', verdict: 'consistent' },
      why: 'env.userid names paula.',
    },
    engineProblem: null,
    services: [followingService('knowledge'), followingService('memory')],
    changing: false,
    actions: [],
    running: null,
    last: null,
    ...changes,
  };
}

/** Paula is current, and Memory still follows Charlie. */
export function strayConsistency(changes: Partial<ConsistencyState> = {}): ConsistencyState {
  return someConsistency({
    verdict: 'inconsistent',
    why: 'Memory: env.memory_server: Line 12 names charlie, not paula.',
    services: [followingService('knowledge'), strayService('memory')],
    actions: strayActions(),
    ...changes,
  });
}

/** The plan of a sync of a stray Memory. */
export function someSyncPlan(changes: Partial<SyncPlan> = {}): SyncPlan {
  const { folder, env } = places.memory;
  const diff = '@@ -12 +12 @@\n-USER_ID=charlie\n+USER_ID=paula\n';
  return {
    ...{ id: 'plan-1', userId: 'paula', services: ['knowledge', 'memory'], forceRestart: false, warnings: [] },
    files: [{ service: 'memory', path: `${folder}/${env}`, diff }],
    actions: strayActions(),
    backups: `${home}/backups/docker_env_backups`,
    ...changes,
  };
}

/** All steps of a sync; those not given are done. */
export function someSyncSteps(states: Partial<Record<SyncStepName, SyncStepState>> = {}): readonly SyncStep[] {
  return (Object.keys(syncStepTitles) as SyncStepName[]).map((name) => {
    const state = states[name] ?? 'done';
    return { name, state, ms: state === 'waiting' || state === 'skipped' ? 0 : 40 };
  });
}

/** The report of a sync that brought Memory in line with Paula. */
export function someSyncReport(changes: Partial<SyncReport> = {}): SyncReport {
  const { folder, env, container } = places.memory;
  return {
    ...{ success: true, system_user_id: 'paula', verdict: 'consistent', warnings: [], steps: someSyncSteps() },
    why: 'Files, containers and folders of both services are those of paula.',
    services: {
      memory: {
        ...{ env_file_path: `${folder}/${env}`, docker_user_id: 'paula', system_user_id: 'paula', consistent: true },
        ...{ container_running: true, verdict: 'consistent', why: 'All agrees.', warnings: [] },
        actions_performed: [`Wrote ${folder}/${env}`, `Replaced ${container}`],
      },
    },
    actions_performed: [`Wrote ${folder}/${env}`, `Replaced ${container}`],
    ...changes,
  };
}
