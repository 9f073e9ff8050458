import assert from 'node:assert/strict';

/** One thing the app relies on; `run` throws where the server at `url` does not keep to it. */
export interface ContractCheck {
  readonly name: string;
  run(url: string): Promise<void>;
}

/** An answer whose body was JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request with a JSON body; the answer must be a JSON object. */
export async function call(url: string, method: string, path: string, body?: unknown): Promise<JsonAnswer> {
  const request: RequestInit = { method, signal: AbortSignal.timeout(30_000) };
  if (body !== undefined) {
    request.body = body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body);
    if (!(body instanceof FormData)) request.headers = { 'Content-Type': 'application/json' };
  }
  const response = await fetch(url + path, request);
  const text = await response.text();
  const value: unknown = JSON.parse(text);
  assert.ok(isObject(value), `${method} ${path} answers ${text.slice(0, 200)}`);
  return { status: response.status, body: value };
}

/** As `call`, for requests that must succeed. */
export async function good(url: string, method: string, path: string, body?: unknown): Promise<JsonAnswer['body']> {
  const answer = await call(url, method, path, body);
  assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** True for JSON objects. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fails unless the fields are there with these types. */
export function assertFields(
  value: unknown,
  fields: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object'>>,
): void {
  assert.ok(isObject(value));
  for (const [name, type] of Object.entries(fields)) assert.equal(typeof value[name], type, `the type of ${name}`);
}
