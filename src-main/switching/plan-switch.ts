import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type {
  PlannedContainer,
  PlannedFile,
  SwitchFinding,
  SwitchPlan,
  SwitchPlanRequest,
} from '../../src-shared/switching.ts';
import { maskSecrets } from '../formats/mask-secrets.ts';
import { unifiedDiff } from '../formats/unified-diff.ts';
import { sameBytes } from '../lib/read-file.ts';
import type { SwitchedFile } from './changes.ts';
import type { SwitchingPorts } from './ports.ts';
import { refuseWhereNothingToDo } from './refuse-switch.ts';

/**
 * What a switch would do, and everything that would keep it from it; changes nothing. Faults: `users/unknown`,
 * `users/id-unsafe`, `users/registry-unreadable` - nobody to plan for.
 */
export async function planSwitch(
  { userId, services, repair }: SwitchPlanRequest,
  ports: SwitchingPorts,
): Promise<SwitchPlan> {
  await ports.requireUser(userId);
  const current = await ports.currentUser();
  const findings: SwitchFinding[] = againstCurrent(userId, current, repair);
  const note = (fault: Fault | null) => {
    if (fault !== null) findings.push(findingOf(fault));
  };
  const changes = await orNote(ports.files.plan(userId), [], note);
  note(await ports.whyUnwritable(userId, changes));
  const folders = await orNote(ports.missingUserFolders(userId), [], note);
  const ahead = services ? await ports.foreseeReplacement(userId, changes) : { containers: [], faults: [] };
  for (const fault of ahead.faults) note(fault);
  findings.push(...ofServices(services, ahead.containers));
  return {
    from: current.state === 'known' ? current.id : null,
    to: userId,
    possible: !findings.some(({ severity }) => severity === 'error'),
    files: changes.map(plannedFile),
    containers: ahead.containers,
    folders,
    findings,
  };
}

function plannedFile({ path, before, after }: SwitchedFile): PlannedFile {
  if (sameBytes(before, after)) return { path, change: 'same', diff: '' };
  const [was, will] = [before ?? new Uint8Array(), after].map((bytes) => new TextDecoder().decode(bytes));
  const texts = { before: was ?? '', after: will ?? '' };
  const shown = { before: maskSecrets(texts.before), after: maskSecrets(texts.after) };
  return { path, change: before === null ? 'create' : 'write', diff: unifiedDiff(texts.before, texts.after, shown) };
}

/** What of who is current speaks against it, as the switch itself would say. */
function againstCurrent(userId: string, current: CurrentUser, repair: boolean): SwitchFinding[] {
  try {
    refuseWhereNothingToDo({ userId, repair }, current);
    return [];
  } catch (cause) {
    if (cause instanceof Fault) return [findingOf(cause)];
    throw cause;
  }
}

function ofServices(services: boolean, containers: readonly PlannedContainer[]): readonly SwitchFinding[] {
  if (!services) {
    return [
      {
        severity: 'warn',
        code: 'services-stay',
        message: 'The services are not changed: they go on serving whom they serve now.',
        hint: 'Recreate both services afterwards, so that they serve the new user.',
      },
    ];
  }
  const stopped = containers.filter(({ act }) => act !== 'replace').map(({ service }) => serviceTitles[service]);
  if (stopped.length === 0) return [];
  return [
    {
      severity: 'info',
      code: 'service-starts',
      message: `${stopped.join(' and ')} ${stopped.length === 1 ? 'does' : 'do'} not run now and will after the switch.`,
      hint: 'Switch the files only where no service is to run.',
    },
  ];
}

function findingOf({ code, message, hint }: Fault): SwitchFinding {
  return { severity: 'error', code, message, hint };
}

/** What was asked for, or else the rest goes on without it and the reason becomes a finding. */
async function orNote<T>(asked: Promise<T>, without: T, note: (fault: Fault) => void): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    note(cause);
    return without;
  }
}
