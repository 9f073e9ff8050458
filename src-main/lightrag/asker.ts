import { type Credential, markOf } from './credential.ts';
import { ask, type Question, type Reply } from './http.ts';

/** Why a server does not answer a question: what it wants to be shown. */
export class NotLetIn extends Error {
  /** 401 asks for a login, 403 for a key (LightRAG's own use of them). */
  readonly wants: 'key' | 'login';

  constructor(wants: 'key' | 'login') {
    super(`it wants a ${wants}`);
    this.wants = wants;
  }
}

/** Asks one run of one server, and remembers what it refused: it is never shown the same thing twice by itself. */
export interface Asker {
  /**
   * The answer to a question that needs to be let in. Rejects with `NotLetIn`, or an Error that says why there is none.
   * @param credentials what can be shown, what is tried first being first
   */
  ask(question: Omit<Question, 'headers'>, credentials: readonly Credential[]): Promise<Reply>;
  /** Forgets what was refused. */
  again(): void;
  /** What is shown now, null where nothing is. */
  shown(credentials: readonly Credential[]): Credential | null;
}

/** Makes one. @param base `http://host:port` */
export function createAsker(base: string, signal: AbortSignal): Asker {
  const refused = new Map<string, 'key' | 'login'>();
  const tokens = new Map<string, string>();
  const nothing = 'nothing';

  const shown = (credentials: readonly Credential[]) => credentials.find((one) => !refused.has(markOf(one))) ?? null;

  /** One try with one credential. */
  async function attempt(question: Omit<Question, 'headers'>, credential: Credential | null): Promise<Reply> {
    const headers = credential === null ? {} : await headersOf(credential);
    const reply = await ask({ ...question, headers }, signal);
    if (credential?.kind === 'login' && reply.newToken !== null) tokens.set(markOf(credential), reply.newToken);
    if (reply.status === 401) throw new NotLetIn('login');
    if (reply.status === 403) throw new NotLetIn('key');
    return reply;
  }

  async function headersOf(credential: Credential): Promise<Readonly<Record<string, string>>> {
    if (credential.kind === 'key') return { 'X-API-Key': credential.key };
    return { Authorization: `Bearer ${tokens.get(markOf(credential)) ?? (await login(credential))}` };
  }

  async function login(credential: Extract<Credential, { kind: 'login' }>): Promise<string> {
    const form = { username: credential.name, password: credential.password };
    const { status, body } = await ask({ method: 'POST', url: `${base}/login`, body: { form } }, signal);
    const token = typeof body === 'object' && body !== null && 'access_token' in body ? body.access_token : null;
    // 429: it counts wrong logins, and wants to be left alone for a while.
    if ([400, 401, 403, 422, 429].includes(status)) throw new NotLetIn('login');
    if (status !== 200 || typeof token !== 'string') throw new Error(`its login answers HTTP ${status}`);
    tokens.set(markOf(credential), token);
    return token;
  }

  async function withCredential(question: Omit<Question, 'headers'>, credential: Credential | null): Promise<Reply> {
    const mark = credential === null ? nothing : markOf(credential);
    const hadToken = tokens.has(mark);
    try {
      return await attempt(question, credential);
    } catch (cause) {
      if (!(cause instanceof NotLetIn)) throw cause;
      tokens.delete(mark);
      // A token that has run out is no wrong password: one login more, and not two.
      if (!hadToken) refused.set(mark, cause.wants);
      else return withCredential(question, credential);
      throw cause;
    }
  }

  return {
    async ask(question, credentials) {
      let last: NotLetIn | null = null;
      for (const credential of credentials.length === 0 ? [null] : credentials) {
        const before = refused.get(credential === null ? nothing : markOf(credential));
        if (before !== undefined) {
          last = new NotLetIn(before);
          continue;
        }
        try {
          return await withCredential(question, credential);
        } catch (cause) {
          if (!(cause instanceof NotLetIn)) throw cause;
          last = cause;
        }
      }
      throw last ?? new NotLetIn('key');
    },
    again: () => refused.clear(),
    shown,
  };
}
