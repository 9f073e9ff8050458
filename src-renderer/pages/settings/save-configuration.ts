import type { Stores } from '../../app-stores.ts';
import { asksTheSame } from '../../lib/configuration-draft.ts';
import { checksOf, formChecks } from '../../stores/checks.ts';

/** Saves the open form; what was found out about it stays with what is kept, and typing goes on where something is wrong. */
export async function saveConfiguration({ configurationEditor, checks, settings }: Stores): Promise<void> {
  const before = configurationEditor.getState().opened;
  const kept = await configurationEditor.getState().save();
  if (kept === null) {
    document.querySelector<HTMLElement>('.configuration-form [aria-invalid]')?.focus();
    return;
  }
  // The first one is what is meant from now on, without a second click.
  if (settings.getState().settings?.activeConfigurationId === null)
    void settings.getState().choose({ activeConfigurationId: kept.id });
  if (before === null) return;
  const { base, draft, start } = before;
  const { checks: made } = checks.getState();
  // A new name makes no test untrue.
  const former = base !== null && asksTheSame(draft, start) ? checksOf(base) : null;
  if (made[formChecks] !== undefined) checks.getState().move(formChecks, checksOf(kept));
  else if (former !== null) checks.getState().move(former, checksOf(kept));
}
