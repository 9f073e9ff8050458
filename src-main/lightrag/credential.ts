import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type AppError, Fault } from '../../src-shared/errors.ts';
import type { EnteredCredential } from '../../src-shared/lightrag.ts';
import type { Secrets } from '../ports.ts';
import type { KnownServer } from './ports.ts';

/** What is shown to a server. */
export type Credential = { readonly from: 'env-file' | 'entered' } & (
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'login'; readonly name: string; readonly password: string }
);

const storedShape = z.union([
  z.object({ kind: z.literal('key'), key: z.string() }),
  z.object({ kind: z.literal('login'), name: z.string(), password: z.string() }),
]);

/** The name under which a server's credential is kept: the server's, whoever is current. */
const secretName = ({ name }: Pick<KnownServer, 'name'>) => `lightrag/${name}`;

/** What can be shown to a server. */
export interface Credentials {
  /** What is tried first being first. */
  readonly all: readonly Credential[];
  /** Whether what is entered outlasts the app. */
  readonly lasting: boolean;
  /** Why what was entered cannot be read. */
  readonly trouble: AppError | null;
}

/**
 * What can be shown to a server, what is tried first being first: what its own env file says (LIGHTRAG_API_KEY, else the
 * first of AUTH_ACCOUNTS that is not only a hash), then what somebody entered.
 */
export async function credentialsFor(server: KnownServer, secrets: Secrets): Promise<Credentials> {
  const own = fromEnvironment(server.environment);
  const lasting = await secrets.isLasting();
  try {
    return { all: [...own, ...(await entered(server, secrets))], lasting, trouble: null };
  } catch (cause) {
    // The server is asked with what else there is, and the person told.
    if (!(cause instanceof Fault)) throw cause;
    return { all: own, lasting, trouble: cause.toAppError() };
  }
}

function fromEnvironment({ LIGHTRAG_API_KEY: key, AUTH_ACCOUNTS: accounts }: KnownServer['environment']): Credential[] {
  if (key) return [{ from: 'env-file', kind: 'key', key }];
  for (const account of (accounts ?? '').split(',')) {
    const colon = account.indexOf(':');
    const [name, password] = [account.slice(0, colon).trim(), account.slice(colon + 1).trim()];
    if (colon > 0 && password !== '' && !password.startsWith('{bcrypt}')) {
      return [{ from: 'env-file', kind: 'login', name, password }];
    }
  }
  return [];
}

async function entered(server: KnownServer, secrets: Secrets): Promise<Credential[]> {
  const text = await secrets.get(secretName(server));
  if (text === null) return [];
  const read = storedShape.safeParse(JSON.parse(text));
  return read.success ? [{ from: 'entered', ...read.data }] : [];
}

/** Keeps what somebody entered. */
export async function keepCredential({ service, ...credential }: EnteredCredential, secrets: Secrets): Promise<void> {
  await secrets.set(secretName({ name: service }), JSON.stringify(credential));
}

/** Forgets it. */
export async function forgetCredential(name: KnownServer['name'], secrets: Secrets): Promise<void> {
  await secrets.remove(secretName({ name }));
}

/** Tells one credential from another without keeping it. */
export function markOf(credential: Credential): string {
  const { from: _from, ...shown } = credential;
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
