import type { DockerState, Lamp, LampName, LampState, Service, ServiceName } from '../../src-shared/docker.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { ShellState } from '../../src-shared/shell.ts';
import { type StepName, stepTitles } from '../../src-shared/step-titles.ts';
import type { StepState, SwitchPlan, SwitchReport, SwitchState, SwitchStep } from '../../src-shared/switching.ts';
import { unregisteredType } from '../../src-shared/user-id.ts';
import { plainLook } from '../../src-shared/user-look.ts';
import type { User, UsersState } from '../../src-shared/users.ts';

/** An ISO time that many milliseconds ago. */
export function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

/** A home where Paula is current. */
export function someHome(changes: Partial<HomeState> = {}): HomeState {
  return {
    path: '/home/paula/.persag',
    origin: '.persag',
    dataRoot: { path: '/home/paula/.persag/data', origin: 'home' },
    currentUser: { state: 'known', id: 'paula', source: 'file' },
    notices: [],
    ...changes,
  };
}

/** One person of the registry. */
export function someUser(id: string, changes: Partial<User> = {}): User {
  return {
    id,
    name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    type: 'Standard',
    lastSeen: null,
    createdAt: null,
    isCurrent: id === 'paula',
    unsafe: null,
    completeness: 38,
    memoryYear: null,
    hasFolder: true,
    ...plainLook,
    ...changes,
  };
}

/** A home that nobody has used: the current user is a stand-in whom no registry has. */
export function unusedHome(): { readonly home: HomeState; readonly users: UsersState } {
  const id = 'default_user';
  return {
    home: someHome({ currentUser: { state: 'known', id, source: 'default' } }),
    users: someUsers([someUser(id, { type: unregisteredType, isCurrent: true })]),
  };
}

/** Paula, Charlie and Dana, or the ones given. */
export function someUsers(users: readonly User[] = ['paula', 'charlie', 'dana'].map((id) => someUser(id))): UsersState {
  return { state: 'ready', registry: '/home/paula/.persag/data/users_registry.json', users, notices: [] };
}

/** The user that a form makes. */
export function newUser(input: { readonly id: string; readonly name?: string | undefined }): User {
  return someUser(input.id, input.name === undefined ? {} : { name: input.name });
}

/** A lamp two minutes old. */
export function someLamp(state: LampState, why: string, advice: string | null = null): Lamp {
  return { state, why, since: ago(130_000), advice };
}

const ports: Readonly<Record<ServiceName, number>> = { knowledge: 9621, memory: 9622 };

/** A service where all is well; `lamps` replaces single lamps. */
export function someService(
  name: ServiceName,
  changes: Partial<Service> = {},
  lamps: Partial<Record<LampName, Lamp>> = {},
): Service {
  const title = name === 'knowledge' ? 'Knowledge' : 'Memory';
  const port = ports[name];
  return {
    name,
    title,
    container: name === 'knowledge' ? 'lightrag_pagent' : 'lightrag_memory',
    image: 'egsuchanek/lightrag_pagent:latest',
    ports: [{ address: '127.0.0.1', host: port, container: 9621 }],
    lamps: {
      container: someLamp('ok', 'The container runs.'),
      http: someLamp('ok', `http://127.0.0.1:${port}/health answers.`),
      model: someLamp('ok', 'granite3.1-dense:8b and nomic-embed-text are on the Ollama host.'),
      mounts: someLamp('ok', 'The folders of paula are mounted.'),
      ...lamps,
    },
    version: '1.4.9',
    latency: name === 'knowledge' ? 12 : 9,
    startedAt: ago(3 * 3_600_000),
    servesUser: 'paula',
    dockerHealth: 'healthy',
    findings: [],
    differences: [],
    webUrl: `http://127.0.0.1:${port}/webui`,
    busy: null,
    error: null,
    ...changes,
  };
}

/** A ready engine with both services well. */
export function someDocker(changes: Partial<DockerState> = {}): DockerState {
  return {
    engine: { state: 'ready', endpoint: 'unix:///var/run/docker.sock', version: '27.3.1', apiVersion: '1.47' },
    services: [someService('knowledge'), someService('memory')],
    consistent: true,
    ...changes,
  };
}

/** Window 7, following the system's theme. */
export function someShell(changes: Partial<ShellState> = {}): ShellState {
  return { version: '0.1.0', theme: 'system', windowUsers: {}, closing: false, windowId: 7, ...changes };
}

const times: Readonly<Record<StepName, number>> = {
  check: 140,
  backup: 12,
  files: 31,
  replace: 2140,
  answer: 2710,
  mounts: 44,
  record: 9,
  commit: 120,
};

/** All steps; those not given are done. */
export function someSteps(states: Partial<Record<StepName, StepState>> = {}): readonly SwitchStep[] {
  return (Object.keys(stepTitles) as StepName[]).map((name) => {
    const state = states[name] ?? 'done';
    return { name, state, ms: state === 'waiting' || state === 'skipped' ? 0 : times[name] };
  });
}

/** A switch to Charlie that waits for the answers. */
export function someRunning(
  changes: Partial<Extract<SwitchState, { state: 'running' }>> = {},
): Extract<SwitchState, { state: 'running' }> {
  return {
    state: 'running',
    from: 'paula',
    to: 'charlie',
    startedAt: ago(3200),
    steps: someSteps({ answer: 'running', mounts: 'waiting', record: 'waiting', commit: 'waiting' }),
    cancellable: true,
    undoing: false,
    ...changes,
  };
}

/** The report of a switch from Paula to Charlie that went well. */
export function someReport(changes: Partial<SwitchReport> = {}): SwitchReport {
  return {
    success: true,
    user_id: 'charlie',
    previous_user: 'paula',
    actions_performed: ['Backed up the files', 'Replaced both services'],
    warnings: [],
    lightrag_status: {},
    config_refresh: {},
    steps: someSteps(),
    ...changes,
  };
}

/** The plan of a switch from Paula to Charlie that nothing stands in the way of. */
export function somePlan(changes: Partial<SwitchPlan> = {}): SwitchPlan {
  return {
    from: 'paula',
    to: 'charlie',
    possible: true,
    files: [],
    containers: [],
    folders: [],
    findings: [],
    ...changes,
  };
}
