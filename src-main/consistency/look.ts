import type { ServiceConsistency, SystemUserCell } from '../../src-shared/consistency.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { serviceNames, serviceTitles } from '../../src-shared/docker.ts';
import { type AppError, Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import { toAppError } from '../lib/app-error.ts';
import { type ComposeFacts, judgeCompose } from './compose-cell.ts';
import { type ContainerFacts, containerCell, mountsCell, whyNew } from './container-cells.ts';
import { type EnvFileNow, type JudgedEnvFile, judgeEnvFile } from './env-file-cell.ts';
import type { ConsistencyPorts, SeenContainer, SeenFiles } from './ports.ts';
import { systemCell } from './system-cell.ts';
import { verdictOf } from './verdicts.ts';

/** One service as seen at one moment, judged, with what a sync needs of it besides. */
export interface ServiceLook {
  readonly name: ServiceName;
  readonly view: ServiceConsistency;
  /** The env file as it was read. */
  readonly before: Uint8Array | null;
  /** What it is to become, null where it stays. */
  readonly after: Uint8Array | null;
  /** Why it cannot be brought in line; null where it can or need not. */
  readonly refusal: unknown;
  readonly seen: SeenContainer;
  /** Why its container has to be made anew, null where it has not. */
  readonly whyNew: string | null;
  /** Somebody else whose folders its compose file binds. */
  readonly bindsOf: string | null;
  /** Why its compose file cannot be used. */
  readonly composeError: AppError | null;
}

/** Everything at one moment. */
export interface Look {
  readonly current: CurrentUser;
  readonly system: SystemUserCell;
  readonly engineProblem: string | null;
  readonly services: readonly ServiceLook[];
}

/**
 * Reads files and containers and judges them. What cannot be read is a state and never a fault.
 * @param how `anew`: everything; `files`: these, with the containers as last seen where that is kept true; `last`: what
 *   somebody has just read of services, with the env files as they are
 */
export async function takeLook(ports: ConsistencyPorts, how: 'anew' | 'files' | 'last'): Promise<Look> {
  const folders = ports.folders();
  const current = await ports.currentUser();
  const userId = current.state === 'known' ? current.id : null;
  // An id that leads elsewhere has no settings; the compose files say so themselves.
  const variables = userId === null ? null : await ports.variablesFor(userId).catch(() => null);
  const [services, envFiles] = await Promise.all([
    how === 'last' ? ports.lastServices() : ports.seeServices(userId, how === 'anew'),
    Promise.all(serviceNames.map((name) => readEnvFile(ports, folders.services[name].envFile))),
  ]);
  const usersFolder = variables?.AGNO_HOME ?? null;
  return {
    current,
    system: systemCell(folders.userIdFile, current),
    engineProblem: services.engineProblem,
    services: serviceNames.map((name, index): ServiceLook => {
      const { composeFile, envFile } = folders.services[name];
      const now = envFiles[index] ?? { path: envFile, bytes: null, trouble: null };
      const files = services.files.find((one) => one.name === name) ?? { name };
      const seen = services.containers.find((one) => one.name === name) ?? unseen(name);
      return lookAt({ now, files, seen, userId, usersFolder, composeFile });
    }),
  };
}

async function readEnvFile({ files, log }: ConsistencyPorts, path: string): Promise<EnvFileNow> {
  try {
    return { path, bytes: await files.read(path), trouble: null };
  } catch (cause) {
    return { path, bytes: null, trouble: toAppError(cause, log) };
  }
}

function unseen(name: ServiceName): SeenContainer {
  return { name, state: 'unknown', problem: 'Docker is being asked.', id: null, userId: null, mounts: [] };
}

interface Readings {
  readonly now: EnvFileNow;
  readonly files: SeenFiles;
  readonly seen: SeenContainer;
  readonly userId: string | null;
  readonly usersFolder: string | null;
  readonly composeFile: string;
}

function lookAt({ now, files, seen, userId, usersFolder, composeFile }: Readings): ServiceLook {
  const { name } = files;
  const envFile = judgeEnvFile(now, userId);
  const composeFacts: ComposeFacts = {
    ...{ path: composeFile, files, userId, usersFolder },
    ...{ envFile: now.path, envUser: envFile.cell.user, envLine: envFile.cell.written },
  };
  const compose = judgeCompose(composeFacts);
  const facts: ContainerFacts = { seen, container: files.compose?.containerName ?? '', compose, userId, usersFolder };
  const cells = {
    envFile: envFile.cell,
    compose: compose.cell,
    container: containerCell(facts),
    mounts: mountsCell(facts),
  };
  const refusal = refusalOf(now, envFile, userId);
  const obstacle = refusal instanceof Fault ? refusal.toAppError() : null;
  return {
    name,
    view: { name, title: serviceTitles[name], ...cells, ...verdictOf(cells), obstacle },
    before: now.bytes,
    after: envFile.after,
    refusal,
    seen,
    whyNew: whyNew(facts),
    bindsOf: compose.bindsOf,
    composeError: files.error ?? null,
  };
}

/** Why the env file cannot be brought in line; nothing is to be where nobody is current. */
function refusalOf({ path, bytes, trouble }: EnvFileNow, { refusal }: JudgedEnvFile, userId: string | null): unknown {
  if (userId === null) return null;
  if (trouble !== null) {
    return new Fault(trouble.code, trouble.message, { hint: trouble.hint, details: trouble.details ?? [] });
  }
  if (bytes === null) return new Fault('home/file-missing', `${path} is missing, so its user cannot be changed.`);
  return refusal;
}
