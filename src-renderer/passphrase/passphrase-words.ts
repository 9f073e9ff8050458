import type { PassphraseAct } from '../stores/access.ts';

/** Fewest characters, as main demands them (src-shared/access.ts, which the page does not load for one number). */
const shortest = 8;

/** The titles of the dialog. */
export const titles: Readonly<Record<PassphraseAct, (name: string) => string>> = {
  set: (name) => `Set a passphrase for ${name}`,
  change: (name) => `Change the passphrase of ${name}`,
  remove: (name) => `Remove the passphrase of ${name}`,
  forget: (name) => `Remove the passphrase of ${name} without knowing it`,
};

/** What the dialog says once it was done. */
export const doneWords: Readonly<Record<PassphraseAct, (name: string) => string>> = {
  set: (name) => `From now on a switch to ${name} takes the passphrase.`,
  change: (name) => `From now on a switch to ${name} takes the new passphrase.`,
  remove: (name) => `${name} can be switched to without a passphrase.`,
  forget: (name) => `${name} has no passphrase any more, and nothing that it protected.`,
};

/** Whether an act takes the present passphrase. */
export function needsOld(act: PassphraseAct): boolean {
  return act === 'change' || act === 'remove';
}

/** Whether an act takes a new one. */
export function needsNew(act: PassphraseAct): boolean {
  return act === 'set' || act === 'change';
}

/** What was typed into the dialog. */
export interface Typed {
  readonly old: string;
  readonly passphrase: string;
  readonly again: string;
}

/** What is wrong with what was typed, at the first field at which something is; null where nothing is. */
export function problemOf(
  act: PassphraseAct,
  { old, passphrase, again }: Typed,
): { readonly field: keyof Typed; readonly text: string } | null {
  if (needsOld(act) && old === '') return { field: 'old', text: 'Type the present passphrase.' };
  if (!needsNew(act)) return null;
  if ([...passphrase].length < shortest) return { field: 'passphrase', text: `At least ${shortest} characters.` };
  return passphrase === again ? null : { field: 'again', text: 'The two are not the same.' };
}
