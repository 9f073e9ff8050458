import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

const scheme = 'app';
/** The origin of our own page. */
export const pageOrigin = `${scheme}://persag`;

/** Sent as a header on our own scheme, so that no page of ours can do without it (quality X3). */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Whether an address, as the browser writes it, is one of our own page. Asked at every call, hence no parsing. */
export function isOurPage(address: string): boolean {
  return address.startsWith(`${pageOrigin}/`);
}

/** Must run before the app is ready: Electron takes schemes only until then. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the built renderer, and nothing outside its folder, at app://persag/.
 * @returns resolves when the first request for it was answered
 */
export function servePage(folder: string): Promise<void> {
  return new Promise((resolve) => {
    protocol.handle(scheme, async (request) => {
      const response = await answer(request, folder);
      // Once it is on its way: what waits for this keeps the process busy.
      setImmediate(resolve);
      return response;
    });
  });
}

async function answer(request: Request, folder: string): Promise<Response> {
  const url = new URL(request.url);
  const path = normalize(join(folder, decodeURIComponent(url.pathname)));
  const type = types[extname(path)];
  if (url.host !== 'persag' || !path.startsWith(folder + sep) || type === undefined) {
    return new Response('not found', { status: 404 });
  }
  try {
    return new Response(new Uint8Array(await readFile(path)), {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch {
    return new Response('not found', { status: 404 });
  }
}
