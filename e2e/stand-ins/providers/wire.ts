/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in one piece. `{{key}}` in a text becomes the key that came: some servers repeat it. */
export interface WholeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes as they are, all else as JSON. */
  readonly body: unknown;
}

/** An answer in pieces. */
export interface StreamReply {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: readonly (string | Uint8Array)[];
}

/** What a request is for. */
export type Purpose = 'list' | 'chat';

/** A model that a stand-in has. */
export interface WireModel {
  readonly id: string;
  readonly name: string;
  readonly contextSize: number;
  readonly kind: 'chat' | 'embedding' | 'other';
}

/** What a chat is answered with. */
export interface WireAnswer {
  readonly model: string;
  readonly pieces: readonly string[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What stand-ins know of themselves. */
export interface WireState {
  /** Keys that are accepted; null accepts every one, and none. */
  readonly keys: ReadonlySet<string> | null;
  readonly models: readonly WireModel[];
  readonly answer: Omit<WireAnswer, 'model'>;
}

/** How one provider speaks. */
export interface Wire {
  /** What a request is for; null where the provider has no such path. */
  purposeOf(request: ReceivedRequest): Purpose | null;
  /** The key that came, null for none. */
  keyOf(request: ReceivedRequest): string | null;
  /** The model that is asked, as the request names it. */
  modelOf(request: ReceivedRequest): string;
  /** The answer to a wrong key, or a request that is signed wrongly; null where it is right. */
  refuse(request: ReceivedRequest, state: WireState): WholeReply | null;
  list(request: ReceivedRequest, state: WireState): WholeReply;
  chat(request: ReceivedRequest, answer: WireAnswer): StreamReply;
  /** The answer for a model that it does not have, and for a path. */
  readonly noModel: WholeReply;
  readonly noPath: WholeReply;
  /** Pieces of a stream that is an error: as they come in the middle of an answer. */
  brokenOff(words: string): readonly (string | Uint8Array)[];
}

/** Whether a key is one of those that are accepted. */
export function isAccepted(key: string | null, { keys }: WireState): boolean {
  return keys === null || (key !== null && keys.has(key));
}

/** The key after `Bearer `, null where there is none. */
export function bearerOf({ headers }: ReceivedRequest): string | null {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** The body of a request as an object; empty where it is none. */
export function bodyOf({ body }: ReceivedRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The path without its query. */
export const pathOf = ({ path }: ReceivedRequest) => path.split('?')[0] ?? '';

/** One event of a stream of events, with a name where it has one. */
export function sse(data: unknown, event?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
}
