import { envValue } from '../../formats/env-value.ts';
import type { Check, CheckFinding } from '../check.ts';
import type { ServiceSnapshot } from '../snapshot.ts';

/** Does an env file use a key above the line that sets it, or one that has no value at all. */
export const envOrder: Check = {
  id: 'env-order',
  run: ({ services, unknown }) => services.flatMap((service) => orderOf(service, unknown)),
};

function orderOf(service: ServiceSnapshot, unknown: ReadonlySet<string>): readonly CheckFinding[] {
  const { name, envFile, statements, variable } = service;
  const known = new Map<string, string>();
  const findings: CheckFinding[] = [];
  for (const statement of statements) {
    const { key, line, quote } = statement;
    const { text, missing } = envValue(statement, (used) => known.get(used) ?? variable(used));
    for (const used of quote === 'inherited' ? [] : new Set(missing)) {
      if (unknown.has(used)) continue;
      const later = statements.find((one) => one.key === used && one.line > line);
      const common = { service: name, file: envFile.path, line, subject: `${key}:${used}` };
      if (later === undefined) {
        findings.push({
          ...common,
          code: 'interpolation/env-file',
          severity: 'warn',
          message: `${key} uses ${used}, which has no value.`,
          why: 'Nothing is put in its place, so a path made of it begins or ends somewhere else.',
        });
      } else {
        findings.push({
          ...common,
          code: 'env-order/used-before',
          severity: 'warn',
          message: `${key} uses ${used}, which is set only in line ${later.line}, below.`,
          why: 'Env files are read from top to bottom: at this line it still has no value.',
        });
      }
    }
    if (quote !== 'inherited' || missing.length === 0) known.set(key, text);
  }
  return findings;
}
