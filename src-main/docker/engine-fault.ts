import { Fault } from '../../src-shared/errors.ts';

/** What a refused request was about, so that the message can name it. */
export interface RefusalContext {
  /** What was to be done, as in `start Knowledge`. */
  readonly what: string;
  readonly container?: string;
  readonly image?: string;
}

/** A failed connection as a fault that names the endpoint; null where the cause is something else. */
export function connectionFault(cause: unknown, address: string): Fault | null {
  // A way to the engine that says itself why it is not one.
  if (cause instanceof Fault) return cause;
  const tls = tlsFault(cause, address);
  if (tls !== null) return tls;
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Fault('docker/not-found', `There is no Docker engine at ${address}.`, { cause });
    case 'EACCES':
    case 'EPERM':
      return new Fault('docker/no-permission', `Your account may not use the Docker engine at ${address}.`, { cause });
    case 'ECONNREFUSED':
      return new Fault('docker/unreachable', `Docker is not running: ${address} refuses connections.`, { cause });
    case 'ECONNRESET':
    case 'EPIPE':
      return new Fault('docker/unreachable', `The Docker engine at ${address} broke the connection off.`, { cause });
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Fault('docker/unreachable', `The host of the Docker engine at ${address} cannot be reached.`, {
        cause,
      });
    default:
      return null;
  }
}

/** A TLS handshake that failed: certificates that do not fit, or an engine that speaks plain HTTP there. */
function tlsFault(cause: unknown, address: string): Fault | null {
  const code = codeOf(cause) ?? '';
  const text = cause instanceof Error ? cause.message : '';
  if (/^(EPROTO|ERR_SSL_)/.test(code)) {
    return new Fault('docker/tls-failed', `The engine at ${address} and this computer found no common TLS: ${text}.`, {
      cause,
    });
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_/.test(code)) {
    return new Fault('docker/tls-failed', `The certificate of the engine at ${address} is not trusted: ${text}.`, {
      cause,
    });
  }
  return null;
}

/**
 * What the engine refused, as a fault. Texts are matched because the engine answers 400, 404, 409 and 500 alike for
 * unlike things; a text nobody knows becomes `docker/refused` with what the engine said.
 */
export function refusalFault(cause: unknown, context: RefusalContext): Fault {
  if (cause instanceof Fault) return cause;
  const said = saidBy(cause);
  const { what, container = 'the container', image = 'the image' } = context;
  if (/no such image|image .*not known|unable to find image/i.test(said)) return imageMissing(image, cause);
  if (/name .* is already in use/i.test(said)) {
    return new Fault('docker/name-taken', `There is another container named ${container} already.`, { cause });
  }
  if (isMountText(said)) {
    return new Fault('docker/mount-refused', `Docker refused a folder of ${container}: ${said}`, { cause });
  }
  return new Fault('docker/refused', `Docker refused to ${what}: ${said}`, { cause });
}

/** The fault for an image the engine does not have. */
export function imageMissing(image: string, cause?: unknown): Fault {
  return new Fault('docker/image-missing', `The image ${image} is not on this engine.`, {
    cause,
    hint: `Get it with \`docker pull ${image}\`, or correct \`image:\` in docker-compose.yml.`,
  });
}

/** The HTTP status the engine answered with, or null. */
export function statusOf(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null || !('statusCode' in cause)) return null;
  return typeof cause.statusCode === 'number' ? cause.statusCode : null;
}

/** What the engine answers, null where it does not have the thing (any more). */
export async function nullWhereGone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (cause) {
    if (statusOf(cause) === 404) return null;
    throw cause;
  }
}

/** The engine's own words, without the client's frame round them. */
export function saidBy(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'json' in cause) {
    const { json } = cause;
    if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message).trim();
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

/** True where a start failed because a container's network is gone, as after another tool's `network prune`. */
export function isNetworkGone(cause: unknown): boolean {
  return /network \S+ not found|could not find a network|network not found|unable to find network/i.test(said(cause));
}

function said(cause: unknown): string {
  return cause instanceof Fault ? `${cause.message} ${saidBy(cause.cause)}` : saidBy(cause);
}

function isMountText(text: string): boolean {
  return /mounts denied|not shared from|bind source path does not exist|invalid mount config|error while creating mount source|statfs .*no such file/i.test(
    text,
  );
}

function codeOf(cause: unknown): string | null {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return null;
  return typeof cause.code === 'string' ? cause.code : null;
}
