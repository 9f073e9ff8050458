import type { ServiceName } from '../../../src-shared/docker.ts';
import type { Check, CheckFinding } from '../check.ts';
import type { ServiceSnapshot } from '../snapshot.ts';

/** The settings of upstream's env files that say where a service answers (facts 1.5). */
const settings: Readonly<Record<ServiceName, readonly string[]>> = {
  knowledge: ['LIGHTRAG_SERVER', 'LIGHTRAG_SERVER_URL', 'LIGHTRAG_SERVER_PORT'],
  memory: ['LIGHTRAG_MEMORY_SERVER', 'LIGHTRAG_MEMORY_SERVER_URL', 'LIGHTRAG_MEMORY_PORT'],
};

/** Do the settings that say where a service answers name the port that is published. */
export const portSettings: Check = {
  id: 'port-settings',
  run: ({ services }) => services.flatMap(settingsOf),
};

function settingsOf({ name, compose, env, envFile }: ServiceSnapshot): readonly CheckFinding[] {
  const published = (compose?.ports ?? []).flatMap(({ host }) => (host === null ? [] : [host]));
  if (published.length === 0) return [];
  return settings[name].flatMap((key) => {
    const entry = env.entries.findLast((one) => one.key === key);
    const port = entry === undefined ? null : portOf(entry.value);
    if (entry === undefined || port === null || published.includes(port)) return [];
    return [
      {
        code: 'port-settings/other-port',
        // The bare number is read by nobody; the addresses are where the agent looks for the service.
        severity: key.endsWith('_PORT') ? ('info' as const) : ('warn' as const),
        service: name,
        file: envFile.path,
        line: entry.line,
        subject: key,
        message: `${key} names port ${port}, but the compose file publishes ${published.join(' and ')}.`,
        why: 'Whoever looks for the service by this setting finds nothing there, or the other service.',
      },
    ];
  });
}

/** Of an address on this computer, or a number alone. */
function portOf(value: string): number | null {
  const [, port] =
    /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):)?(\d{1,5})(?:\/.*)?$/.exec(value.trim()) ?? [];
  return port === undefined ? null : Number(port);
}
