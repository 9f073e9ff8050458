import { basename } from 'node:path';
import type { Judged, ServiceConsistency, SystemUserCell } from '../../src-shared/consistency.ts';

/** The verdict on one service: one thing that differs makes it differ, one that is not known makes it not known. */
export function verdictOf(cells: Pick<ServiceConsistency, 'envFile' | 'compose' | 'container' | 'mounts'>): Judged {
  const { envFile, compose, container, mounts } = cells;
  const told: readonly Judged[] = [
    { ...envFile, why: `${basename(envFile.path)}: ${envFile.why}` },
    { ...compose, why: `${basename(compose.path)}: ${compose.why}` },
    container,
    mounts,
  ];
  return worst(told) ?? { verdict: 'consistent', why: 'Its files and its container agree with the current user.' };
}

/** The verdict on all of it. */
export function overallVerdict(
  system: SystemUserCell,
  services: readonly ServiceConsistency[],
  engineProblem: string | null,
): Judged {
  const differing = services.filter(({ verdict }) => verdict === 'inconsistent');
  if (differing.length > 0) {
    return { verdict: 'inconsistent', why: differing.map(({ title, why }) => `${title}: ${why}`).join(' ') };
  }
  if (system.verdict === 'unknown') return { verdict: 'unknown', why: system.why };
  if (engineProblem !== null) {
    return { verdict: 'unknown', why: `${engineProblem} So it is not known whom the containers serve.` };
  }
  const unclear = services.find(({ verdict }) => verdict === 'unknown');
  if (unclear !== undefined) return { verdict: 'unknown', why: `${unclear.title}: ${unclear.why}` };
  return { verdict: 'consistent', why: `Files, containers and folders of both services are those of ${system.user}.` };
}

function worst(told: readonly Judged[]): Judged | null {
  const found =
    told.find(({ verdict }) => verdict === 'inconsistent') ?? told.find(({ verdict }) => verdict === 'unknown');
  return found === undefined ? null : { verdict: found.verdict, why: found.why };
}
