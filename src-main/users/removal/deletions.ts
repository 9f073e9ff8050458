import type { Feature } from '../../../src-shared/define.ts';
import { Fault } from '../../../src-shared/errors.ts';
import type { DeletionRequest, users } from '../../../src-shared/users.ts';
import type { Roster } from '../roster.ts';
import { type FullDeletePlan, makeDeletePlan } from './delete-plan.ts';
import { deleteUser, keepPlanned } from './delete-user.ts';
import type { DeletingParts } from './move-record.ts';
import { discardDeleted, listDeleted, restoreUser } from './restore-user.ts';

/** How many plans are remembered. */
const planLimit = 100;

interface Deletions
  extends Pick<Feature<typeof users>, 'planDelete' | 'delete' | 'listDeleted' | 'restoreDeleted' | 'discardDeleted'> {
  /** See `UsersFeature.keep`. */
  keep(id: string): Promise<string>;
}

/** Makes the calls that delete users and bring them back; one at a time, with the home held. */
export function createDeletions(parts: DeletingParts, roster: Roster): Deletions {
  const { ports } = parts;
  /** What the plans that were made were asked for; the plan itself is made anew when it is done. */
  const asked = new Map<string, DeletionRequest>();

  async function held<T>(what: string, work: () => Promise<T>): Promise<T> {
    const release = await ports.hold(what);
    try {
      return await work();
    } finally {
      await release();
      roster.tell();
    }
  }

  return {
    async planDelete(request) {
      const { plan } = await makeDeletePlan(ports, roster, request);
      asked.set(plan.id, request);
      for (const old of asked.keys()) if (asked.size > planLimit) asked.delete(old);
      return plan;
    },
    async delete({ planId, confirm }) {
      const request = asked.get(planId);
      if (request === undefined) throw new Fault('users/unknown-plan', 'No such plan was made.');
      return held(`deleting ${request.id}`, async () => {
        const full = await makeDeletePlan(ports, roster, request);
        refuseObstacles(full);
        if (full.plan.id !== planId) {
          throw new Fault('users/plan-outdated', `${full.plan.name} or their data changed since the plan was made.`);
        }
        if (confirm.trim() !== full.plan.confirm) {
          throw new Fault('users/not-confirmed', `What was typed is not ${full.plan.confirm}; nothing was deleted.`);
        }
        return deleteUser(parts, full);
      });
    },
    async keep(id) {
      const full = await makeDeletePlan(ports, roster, { id, scope: 'everything', backup: true });
      refuseObstacles(full);
      return keepPlanned(parts, full);
    },
    listDeleted: () => listDeleted(ports),
    restoreDeleted: (request) =>
      held('restoring a deleted user', async () => roster.user(await restoreUser(parts, request))),
    discardDeleted: ({ backup, confirm }) =>
      held('removing the backup of a deleted user', async () => {
        await discardDeleted(ports, backup, confirm);
        return listDeleted(ports);
      }),
  };
}

function refuseObstacles({ plan }: FullDeletePlan): void {
  const [obstacle] = plan.obstacles;
  if (obstacle !== undefined) throw new Fault(obstacle.code, obstacle.message, obstacle);
}
