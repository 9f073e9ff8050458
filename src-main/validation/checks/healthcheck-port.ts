import { composeEditor } from '../../formats/compose-changes.ts';
import type { Check } from '../check.ts';
import { safeFix } from '../safe-fix.ts';

/** Does the probe ask a port at which the container listens; upstream's memory service asks the host's (facts 1.4). */
export const healthcheckPort: Check = {
  id: 'healthcheck-port',
  run: ({ services }) =>
    services.flatMap(({ name, compose, composeFile, places }) => {
      const listening = [...new Set((compose?.ports ?? []).map(({ container }) => container))];
      const asked = portsOf(compose?.healthcheck?.test ?? []);
      const [port, second] = listening;
      if (port === undefined) return [];
      return asked
        .filter((one) => !listening.includes(one))
        .map((wrong) => ({
          code: 'healthcheck-port/not-listening',
          severity: 'warn' as const,
          service: name,
          file: composeFile.path,
          line: places?.line('healthcheck', 'test') ?? null,
          subject: wrong,
          message: `The probe asks port ${wrong} inside the container, where the service listens on ${listening.join(' and ')}.`,
          why: 'It can never succeed: Docker shows "unhealthy" for ever, however well the service works.',
          fix:
            second === undefined
              ? safeFix(`Let the probe ask port ${port}`, composeFile, (bytes) =>
                  composeEditor(bytes, composeFile.path).setHealthcheckPort(wrong, port),
                )
              : null,
        }));
    }),
};

function portsOf(test: readonly string[]): readonly number[] {
  const found = [...test.join(' ').matchAll(/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{1,5})/g)];
  return [...new Set(found.map(([, port]) => Number(port)))];
}
