import { join } from 'node:path';
import type { SecretsPorts } from './ports.ts';

/** The name of a user in what is sealed. */
export const scopeOf = (userId: string) => `users/${userId}`;

/** Where a user's secrets are kept. */
export const secretPath = ({ folder }: Pick<SecretsPorts, 'folder'>, userId: string) =>
  join(folder(), 'users', `${userId}.json`);
