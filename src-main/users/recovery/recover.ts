import { dirname } from 'node:path';
import type { Feature } from '../../../src-shared/define.ts';
import { Fault } from '../../../src-shared/errors.ts';
import type { RecoveryReport } from '../../../src-shared/user-removal.ts';
import type { users } from '../../../src-shared/users.ts';
import { sameBytes } from '../../lib/read-file.ts';
import type { UsersPorts } from '../ports.ts';
import { makeRecoveryPlan } from './recovery-plan.ts';
import type { RegistryCopies } from './registry-copies.ts';

/**
 * Does a choice of a recovery plan: the file as it is is kept under another name, and the new one takes its place, both
 * as one. Faults: `users/plan-outdated`, `users/unknown-plan` for a choice that is not in it, `home/unwritable`.
 */
async function recover(
  ports: UsersPorts,
  copies: RegistryCopies,
  { planId, choice }: { readonly planId: string; readonly choice: string },
): Promise<RecoveryReport> {
  const path = await ports.registryFile();
  await ports.files.makeFolder(dirname(path));
  return ports.files.exclusively(path, async () => {
    const { plan, before, bytes } = await makeRecoveryPlan(ports, copies);
    if (plan.id !== planId) {
      throw new Fault('users/plan-outdated', 'The registry or the folders changed since the plan was made.');
    }
    const after = bytes.get(choice);
    const chosen = plan.choices.find(({ id }) => id === choice);
    if (after === undefined || chosen === undefined) {
      throw new Fault('users/unknown-plan', `The plan has no choice ${choice}.`);
    }
    const report = { registry: path, users: chosen.users.length };
    if (sameBytes(before, after)) return { ...report, keptAs: null };
    const keeping = plan.keepsAs === null ? [] : [{ path: plan.keepsAs, before: null, after: before }];
    await ports.journal.apply('recovering the registry of users', [...keeping, { path, before, after, mode: 0o644 }]);
    return { ...report, keptAs: plan.keepsAs };
  });
}

/** Makes the calls that bring a registry back; with the home held. @param tell called when it was done or failed */
export function createRecovery(
  ports: UsersPorts,
  copies: RegistryCopies,
  tell: () => void,
): Pick<Feature<typeof users>, 'planRecovery' | 'recover'> {
  return {
    planRecovery: async () => (await makeRecoveryPlan(ports, copies)).plan,
    async recover(request) {
      const release = await ports.hold('recovering the registry');
      try {
        return await recover(ports, copies, request);
      } finally {
        await release();
        tell();
      }
    },
  };
}
