import { stepTitles } from '../../../src-shared/step-titles.ts';
import type { RecoveredSwitch } from '../../../src-shared/switching.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** What became of a switch that was cut off, for people. */
export function recoveredWords(
  { from, to, step, outcome, details }: RecoveredSwitch,
  nameOf: (id: string) => string,
): { readonly mood: Mood; readonly title: string; readonly text: string } {
  const whence = from === null ? '' : ` from ${nameOf(from)}`;
  const what = `A switch${whence} to ${nameOf(to)} was cut off`;
  const when = step === null ? 'before it changed anything' : `at the step "${stepTitles[step]}"`;
  const odd = details.length > 0;
  switch (outcome) {
    case 'finished':
      return {
        mood: odd ? 'warn' : 'ok',
        title: `${what} and is finished now.`,
        text: `It had come to its last step. ${nameOf(to)} is current.`,
      };
    case 'undone':
      return {
        mood: odd ? 'warn' : 'ok',
        title: `${what} and is taken back now.`,
        text: `It ended ${when}. ${from === null ? 'Everything' : `${nameOf(from)} is current, and everything`} is as it was.`,
      };
    case 'pending':
      return odd
        ? {
            mood: 'warn',
            title: `${what}. The files are in order; both services wait for Docker.`,
            text: 'Start Docker: the rest is done by itself.',
          }
        : {
            mood: 'starting',
            title: `${what}. Both services are being brought in order.`,
            text: 'The files are in order already. Nothing needs to be done.',
          };
    case 'stuck':
      return {
        mood: 'failed',
        title: `${what} and could not be brought to an end.`,
        text: 'Correct what is named below, then start the app again: it is tried anew at every start.',
      };
  }
}
