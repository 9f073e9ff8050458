import type { Result } from '../../src-shared/errors.ts';
import type { Settings } from '../../src-shared/settings.ts';
import './window-api.ts';

/** Runs inside the page: the settings of whom its window acts for. */
export const askForSettings = () => window.persag.settings.get();

/** Runs inside the page: saves a key as the page itself would, in the configuration that is there or in a new one. */
export const saveKey = async (value: string) => {
  const now = await window.persag.settings.get();
  const kept = now.ok ? now.value.configurations[0] : undefined;
  return window.persag.settings.saveConfiguration({
    ...{ id: kept?.id ?? null, revision: kept?.revision ?? 0, name: 'Work', provider: 'openai', fields: {} },
    ...{ model: 'm', parameters: {}, secrets: { apiKey: { kind: 'set', value } } },
  });
};

/** Runs inside the page: says that keys may be kept although they are protected weakly only. */
export const allowWeakProtection = () => window.persag.settings.allowWeakProtection({ isAllowed: true });

/** Runs inside the page: enters a key for the memory service. */
export const enterLightRagKey = (key: string) => window.persag.lightrag.enter({ kind: 'key', service: 'memory', key });

/** The settings of an answer that has to be good. */
export function settingsOf(answer: Result<Settings>): Settings {
  if (answer.ok) return answer.value;
  throw new Error(`${answer.error.code}: ${answer.error.message}`);
}
