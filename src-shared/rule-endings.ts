import type { SyncReport } from './consistency.ts';
import type { MigrationReport } from './migration.ts';
import type { ModelsState } from './models.ts';
import type { PortMoveReport } from './ports.ts';
import type { CheckResult } from './providers.ts';
import type { Ending } from './rule.ts';
import type { ServingReport } from './serving.ts';
import type { SwitchReport } from './switching.ts';

/** It succeeded. */
const well: Ending = { result: 'ok', code: null };

/** The model that a pull is about. */
export function pulledModel(
  { service, role }: { readonly service: string; readonly role: string },
  state: ModelsState | null,
) {
  const needed = state?.needed.find((one) => one.service === service && one.role === role);
  return needed?.model ?? service;
}

/** The services that were given other models. */
export function servedOf(report: ServingReport | undefined): string | null {
  const names = [...new Set(report?.changes.map(({ service }) => service))];
  return names.length === 0 ? null : names.join(', ');
}

/** Whatever fails there is taken back. */
export function servingEnding({ success, error }: ServingReport): Ending {
  if (success) return well;
  const code = error?.code ?? null;
  return { result: code === 'switching/undo-incomplete' ? 'failed' : 'undone', code };
}

/** What came of asking a provider. */
export function checkEnding({ outcome }: CheckResult): Ending {
  return outcome === 'ok' ? well : { result: outcome === 'cancelled' ? 'undone' : 'failed', code: null };
}

/** How far a switch was to go. */
export function switchDetail(request: {
  readonly scope: string;
  readonly services: boolean;
  readonly repair: boolean;
}) {
  if (request.scope === 'window') return 'this window only';
  const remarks = [...(request.services ? [] : ['files only']), ...(request.repair ? ['repair'] : [])];
  return remarks.length === 0 ? null : remarks.join(', ');
}

/** How a switch ended. */
export function switchEnding({ success, error, steps }: SwitchReport): Ending {
  if (success) return well;
  const code = error?.code ?? null;
  const back = code === 'switching/cancelled' || steps.some(({ state }) => state === 'undone');
  return { result: back && code !== 'switching/undo-incomplete' ? 'undone' : 'failed', code };
}

/** How moving in ended. */
export function migrationEnding({ success, error }: MigrationReport): Ending {
  if (success) return well;
  const code = error?.code ?? null;
  return { result: code === 'migration/cancelled' ? 'undone' : 'failed', code };
}

/** How a sync ended. */
export function syncEnding({ success, error }: SyncReport): Ending {
  if (success) return well;
  const code = error?.code ?? null;
  return { result: code === 'consistency/cancelled' ? 'undone' : 'failed', code };
}

/** How the move of a service to another port ended. */
export function moveEnding({ error, files }: PortMoveReport): Ending {
  if (error === null) return well;
  return { result: files.length === 0 ? 'undone' : 'failed', code: error.code };
}
