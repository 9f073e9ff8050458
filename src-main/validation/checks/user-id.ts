import { whyUnsafe } from '../../../src-shared/user-id.ts';
import type { Check, CheckFinding } from '../check.ts';

/** Does env.userid say who is current, and is that an id the app would give (spec 1.4, 2.3). */
export const userId: Check = {
  id: 'user-id',
  run({ home, userIdFile }) {
    const { currentUser } = home;
    const common = { file: userIdFile.path };
    if (currentUser.state === 'unreadable') {
      return [
        {
          ...common,
          code: 'user-id/unreadable',
          severity: 'error',
          message: `env.userid does not say who is current: ${currentUser.why}.`,
          why: 'Nobody can tell whose data the services should have. The file is left as it is until a user is chosen.',
        },
      ];
    }
    const findings: CheckFinding[] = [];
    if (currentUser.source !== 'file') {
      findings.push({
        ...common,
        code: 'user-id/missing',
        severity: 'info',
        message: `There is no env.userid; ${currentUser.id} is taken as current.`,
        why: 'Other programs may take somebody else. The file is written by the next switch.',
      });
    }
    const unsafe = whyUnsafe(currentUser.id);
    if (unsafe !== null) {
      findings.push({
        ...common,
        code: 'user-id/unsafe',
        severity: 'error',
        message: `The current user "${currentUser.id}" has an id that is not safe: ${unsafe}.`,
        why: 'The id is a part of folder names; this one may lead to the wrong folder. Switch to another user.',
      });
    }
    return findings;
  },
};
