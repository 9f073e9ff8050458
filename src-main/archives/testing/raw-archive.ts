import { createHash } from 'node:crypto';
import { type RawMember, rawZip } from '../../lib/testing/raw-zip.ts';

/** A manifest that fits the members, as this app would write it; a field given takes the place of the true one. */
export function manifestOf(members: readonly RawMember[], given: Readonly<Record<string, unknown>> = {}) {
  return {
    format: 'persag-user',
    version: 1,
    app: { name: 'Persag Desktop', version: '1.0.0' },
    createdAt: '2026-11-22T10:00:00.000Z',
    user: { user_id: 'eve', user_name: 'Eve' },
    look: null,
    parts: ['data'],
    members: members.map(({ name, bytes = '' }) => ({
      kind: 'file',
      name: name.toString(),
      size: Buffer.from(bytes).length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mode: 0o644,
    })),
    leftOut: [],
    sealing: null,
    ...given,
  };
}

/** An archive of these members, lies included. */
export function rawArchive(
  members: readonly RawMember[],
  given: Readonly<Record<string, unknown>> = {},
  claims: Parameters<typeof rawZip>[1] = {},
): Buffer {
  return rawZip([...members, { name: 'manifest.json', bytes: JSON.stringify(manifestOf(members, given)) }], claims);
}
