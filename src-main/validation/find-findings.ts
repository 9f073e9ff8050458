import { Fault } from '../../src-shared/errors.ts';
import type { Finding, Severity, ValidationState } from '../../src-shared/validation.ts';
import type { CheckFinding, Fix } from './check.ts';
import { allChecks } from './checks/all-checks.ts';
import type { HomeSnapshot } from './snapshot.ts';

/** Findings with their fixes, which stay in main. */
export interface Found {
  readonly state: ValidationState;
  /** By the id of the finding. */
  readonly fixes: ReadonlyMap<string, Fix>;
}

const weight: Readonly<Record<Severity, number>> = { error: 0, warn: 1, info: 2 };

/** Runs every check on a snapshot. */
export function findFindings(home: HomeSnapshot): Found {
  const fixes = new Map<string, Fix>();
  const findings = allChecks.flatMap((check) =>
    check.run(home).map((found): Finding => {
      const id = idOf(found);
      if (found.fix != null) fixes.set(id, found.fix);
      const { code, severity, message, why } = found;
      return {
        ...{ id, code, severity, message, why },
        service: found.service ?? null,
        file: found.file ?? null,
        line: found.line ?? null,
        fix: found.fix == null ? null : { id, title: found.fix.title },
      };
    }),
  );
  findings.sort((a, b) => weight[a.severity] - weight[b.severity]);
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const counts = { error: count('error'), warn: count('warn'), info: count('info') };
  return { fixes, state: { home: home.home.path, findings, counts } };
}

/** The fix of a finding. Fault: `validation/no-fix`. */
export function fixOf({ fixes, state }: Found, findingId: string): Fix {
  const fix = fixes.get(findingId);
  if (fix !== undefined) return fix;
  const known = state.findings.some(({ id }) => id === findingId);
  const why = known ? 'has no fix that is safe without you' : 'is not found any more';
  throw new Fault('validation/no-fix', `The finding ${findingId} ${why}.`);
}

function idOf({ code, service, subject }: CheckFinding): string {
  return [code, service ?? 'home', ...(subject === undefined ? [] : [subject])].join(':');
}
