import type { HomeNotice } from '../../src-shared/home.ts';
import { stepTitles } from '../../src-shared/step-titles.ts';
import type { RecoveredSwitch } from '../../src-shared/switching.ts';

/** What the person is told of a switch that was cut off. */
export function recoveryNotice(recovered: RecoveredSwitch): HomeNotice {
  const { outcome, details } = recovered;
  const what = cutOff(recovered);
  const more = details.length === 0 ? '' : ` ${details.join(' ')}`;
  switch (outcome) {
    case 'finished':
      return {
        code: 'switch-recovered',
        message: `${what} It is finished now: ${recovered.to} is current.${more}`,
        hint: nothingToDo(details),
      };
    case 'undone':
      return {
        code: 'switch-recovered',
        message: `${what} It is taken back now: ${whoIsCurrent(recovered)}.${more}`,
        hint: details.length === 0 ? 'Nothing needs to be done. Switch again whenever you like.' : nothingToDo(details),
      };
    case 'pending':
      return { code: 'switch-pending', ...pending(what, details) };
    case 'stuck':
      return {
        code: 'recovery-stuck',
        message: `${what} It could not be brought to an end:${more}`,
        hint: 'Correct what is named, then start again: it is tried anew at every start.',
      };
  }
}

/** @param details why there is no engine; none where the services are just being brought in order */
function pending(what: string, details: readonly string[]): Pick<HomeNotice, 'message' | 'hint'> {
  if (details.length === 0) {
    const message = `${what} The files are in order, and both services are being brought in order.`;
    return { message, hint: 'Wait a moment; nothing needs to be done.' };
  }
  return {
    message: `${what} The files are in order; both services wait for Docker. ${details.join(' ')}`,
    hint: 'Start Docker: the rest is done by itself, by the open window or by the next command.',
  };
}

function cutOff({ from, to, step }: RecoveredSwitch): string {
  const whence = from === null ? '' : ` from ${from}`;
  const when = step === null ? 'before it changed anything' : `in the step "${stepTitles[step]}"`;
  return `A switch${whence} to ${to} was cut off ${when}.`;
}

function whoIsCurrent({ from }: RecoveredSwitch): string {
  return from === null ? 'everything is as it was' : `${from} is current, and everything is as it was`;
}

function nothingToDo(details: readonly string[]): string {
  return details.length === 0 ? 'Nothing needs to be done.' : 'Look at what is named, whether it is as you want it.';
}
