import { createHmac, randomBytes } from 'node:crypto';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';

/** Of this process alone: a fingerprint that got out would tell nothing about the secrets in it. */
const processKey = randomBytes(32);

/**
 * Tells whether two configurations are the same to their provider, secrets included. Never told to anybody: it is compared
 * within one user's own things.
 */
export function fingerprintOf(configuration: ResolvedConfiguration): string {
  const { userId, configurationId, revision, provider, fields, secrets, model, parameters } = configuration;
  const said = [
    userId,
    configurationId,
    revision,
    provider,
    model,
    sorted(fields),
    sorted(secrets),
    sorted(parameters),
  ];
  return createHmac('sha256', processKey).update(JSON.stringify(said)).digest('base64');
}

function sorted(record: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
