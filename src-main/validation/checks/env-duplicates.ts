import { dropEarlierAssignments } from '../../formats/env-remove.ts';
import type { EnvStatement } from '../../formats/env-statements.ts';
import type { Check, CheckFinding, Fix } from '../check.ts';
import type { FileSnapshot, ServiceSnapshot } from '../snapshot.ts';

/** Is a key of an env file assigned more than once (spec 1.6: the last one is in force). */
export const envDuplicates: Check = {
  id: 'env-duplicates',
  run: ({ services }) => services.flatMap(duplicatesOf),
};

function duplicatesOf({ name, envFile, statements }: ServiceSnapshot): readonly CheckFinding[] {
  const byKey = new Map<string, EnvStatement[]>();
  for (const statement of statements) byKey.set(statement.key, [...(byKey.get(statement.key) ?? []), statement]);
  return [...byKey].flatMap(([key, all]) => {
    const last = all.at(-1);
    if (all.length < 2 || last === undefined) return [];
    const lines = all.slice(0, -1).map(({ line }) => line);
    return [
      {
        code: 'env-duplicates/key',
        severity: 'warn',
        service: name,
        file: envFile.path,
        line: lines[0] ?? null,
        subject: key,
        message: `${key} is set ${all.length} times; line ${last.line} is in force, not line ${lines.join(' and ')}.`,
        why: 'Whoever edits the wrong line changes nothing, and other programs may take the first one.',
        fix: fixOf(envFile, key),
      },
    ];
  });
}

function fixOf({ path, bytes }: FileSnapshot, key: string): Fix | null {
  const after = bytes === null ? null : dropEarlierAssignments(bytes, key);
  if (bytes === null || after === null) return null;
  return { title: `Remove the earlier lines of ${key}`, edits: () => [{ path, before: bytes, after }] };
}
