import type { Check } from '../check.ts';

/** Is there a second home that other programs may use (spec 1.1). */
export const bothHomes: Check = {
  id: 'both-homes',
  run: ({ home }) =>
    home.notices
      .filter(({ code }) => code === 'both-homes')
      .map(({ message }) => ({
        code: 'both-homes/found',
        severity: 'warn',
        file: home.path,
        message,
        why: 'The Python agent of version 0.9.0 and later uses ~/.persagent, older ones ~/.persag: the two may name different users.',
      })),
};
