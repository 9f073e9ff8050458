import * as z from 'zod';
import { httpGet } from '../http-get.ts';

/** How one question for /health ended. */
export type HttpProbe =
  | {
      readonly ok: true;
      readonly ms: number;
      /** LightRAG's own version, null where it does not say. */
      readonly version: string | null;
      /** False where what answers does not look like LightRAG. */
      readonly isLightRag: boolean;
    }
  | { readonly ok: false; readonly problem: string };

// Versions of LightRAG differ in their fields, so all are optional.
const healthShape = z.object({
  status: z.string().optional().catch(undefined),
  core_version: z.string().optional().catch(undefined),
  api_version: z.string().optional().catch(undefined),
});

/** Asks a service for /health once. @param url without /health and without a slash at the end */
export async function probeHttp(url: string, limitMs: number, signal?: AbortSignal): Promise<HttpProbe> {
  try {
    const { status, body, ms } = await httpGet(`${url}/health`, {
      limitMs,
      ...(signal === undefined ? {} : { signal }),
    });
    if (status !== 200) return { ok: false, problem: `it answers HTTP ${status}` };
    const health = readHealth(body);
    const isLightRag = health?.status !== undefined || health?.core_version !== undefined;
    return { ok: true, ms, version: health?.core_version ?? health?.api_version ?? null, isLightRag };
  } catch (cause) {
    return { ok: false, problem: problemOf(cause) };
  }
}

/** A failed connection in words. */
export function problemOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection is refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection is broken off';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name of the host is not known';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'the host cannot be reached';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}

function readHealth(body: string): z.output<typeof healthShape> | null {
  try {
    return healthShape.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
