import assert from 'node:assert/strict';
import { isObject } from './contract-call.ts';

/** The environment of a server that wants a key, and the key. */
export const withKey = { environment: { LIGHTRAG_API_KEY: 'a-key-for-tests' }, key: 'a-key-for-tests' } as const;

/** The environment of a server that wants a login, and one; it renews a token at its first use. */
export const withAccounts = {
  environment: {
    AUTH_ACCOUNTS: 'paula:a-password,charlie:another',
    TOKEN_SECRET: 'a-secret-for-tests-that-is-long-enough',
    TOKEN_RENEW_THRESHOLD: '2',
  },
  name: 'paula',
  password: 'a-password',
} as const;

/** One thing the app relies on of a server that wants to know who asks. */
export interface AuthCheck {
  readonly name: string;
  run(url: string): Promise<void>;
}

const asked = '/documents/status_counts';

/** For a server with the environment of `withKey`. */
export const keyChecks: readonly AuthCheck[] = [
  {
    name: 'with a key: /health answers anybody that it lives, and nobody without the key how it is set up',
    async run(url) {
      const stranger = await get(url, '/health');
      assert.equal(stranger.body.status, 'healthy');
      assert.equal(typeof stranger.body.pipeline_busy, 'boolean');
      assert.equal(stranger.body.configuration, undefined);
      const known = await get(url, '/health', { 'X-API-Key': withKey.key });
      assert.equal(typeof known.body.configuration, 'object');
    },
  },
  {
    name: 'with a key: everything else is refused with 403 without it or with another',
    async run(url) {
      assert.equal((await get(url, asked)).status, 403);
      assert.equal((await get(url, asked, { 'X-API-Key': 'another' })).status, 403);
      assert.equal((await get(url, asked, { 'X-API-Key': withKey.key })).status, 200);
    },
  },
  {
    name: 'with a key: a guest token does not take its place',
    async run(url) {
      const status = await get(url, '/auth-status');
      assert.equal(status.body.auth_configured, false);
      const token = String(status.body.access_token);
      assert.equal((await get(url, asked, { Authorization: `Bearer ${token}` })).status, 403);
    },
  },
];

/** For a server with the environment of `withAccounts`. */
export const accountChecks: readonly AuthCheck[] = [
  {
    name: 'with accounts: /auth-status says so, and nothing is answered without a login',
    async run(url) {
      const status = await get(url, '/auth-status');
      assert.equal(status.body.auth_configured, true);
      assert.equal(status.body.auth_mode, 'enabled');
      assert.equal((await get(url, asked)).status, 401);
      assert.equal((await get(url, asked, { Authorization: 'Bearer nonsense' })).status, 401);
    },
  },
  {
    name: 'with accounts: a login with a wrong password is refused with 401, a right one gets a token that is renewed',
    async run(url) {
      assert.equal((await login(url, 'wrong')).status, 401);
      const right = await login(url, withAccounts.password);
      assert.equal(right.status, 200);
      assert.equal(right.body.token_type, 'bearer');
      const answer = await get(url, asked, { Authorization: `Bearer ${right.body.access_token}` });
      assert.equal(answer.status, 200);
      assert.equal(typeof answer.renewed, 'string');
      assert.equal((await get(url, asked, { Authorization: `Bearer ${answer.renewed}` })).status, 200);
    },
  },
];

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly renewed: string | null;
}

async function get(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return answerOf(await fetch(url + path, { headers, signal: AbortSignal.timeout(30_000) }));
}

async function login(url: string, password: string): Promise<Answer> {
  const body = new URLSearchParams({ username: withAccounts.name, password });
  return answerOf(await fetch(`${url}/login`, { method: 'POST', body, signal: AbortSignal.timeout(30_000) }));
}

async function answerOf(response: Response): Promise<Answer> {
  const body: unknown = await response.json();
  assert.ok(isObject(body));
  return { status: response.status, body, renewed: response.headers.get('x-new-token') };
}
