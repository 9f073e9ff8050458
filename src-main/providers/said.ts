/** What a provider said of a failure. */
export interface Said {
  /** Everything in the answer that is a code: `invalid_api_key`, `RESOURCE_EXHAUSTED`, `AccessDeniedException`. */
  readonly codes: readonly string[];
  /** Its own words. */
  readonly words: string;
  /** When it may be asked again, where the body says so. */
  readonly retryAfterMs: number | null;
}

/** Longest words that are looked at. */
const longest = 2000;
/** Levels of an answer that are looked into. */
const deepest = 5;
const codeNames = new Set(['code', 'type', 'status', '__type', 'reason', 'error_code', 'err_code']);
const wordNames = new Set(['message', 'Message', 'msg', 'detail', 'error', 'error_message']);

/** Reads what went wrong out of the body of an answer, whichever of the providers' shapes it has. */
export function readSaid(body: unknown): Said {
  const codes: string[] = [];
  const words: string[] = [];
  let retryAfterMs: number | null = null;
  function look(value: unknown, name: string, depth: number): void {
    if (typeof value === 'string' || typeof value === 'number') {
      if (codeNames.has(name)) codes.push(String(value).slice(0, 100));
      else if (wordNames.has(name)) words.push(String(value).slice(0, longest));
      else if (name === 'retryDelay') retryAfterMs = secondsOf(String(value));
    } else if (Array.isArray(value)) {
      for (const one of value.slice(0, 20)) if (depth < deepest) look(one, name, depth + 1);
    } else if (typeof value === 'object' && value !== null && depth < deepest) {
      // Amazon's streams have the kind of an error as the name of the piece.
      for (const [inner, one] of Object.entries(value).slice(0, 50)) {
        if (inner.endsWith('Exception')) codes.push(inner.slice(0, 100));
        look(one, inner, depth + 1);
      }
    }
  }
  look(body, typeof body === 'string' ? 'message' : '', 0);
  return { codes, words: [...new Set(words)].join(' ').slice(0, longest), retryAfterMs };
}

/** As `readSaid`, of text: words alone where it is no JSON, and nothing where it is a page for people. */
export function readSaidText(text: string): Said {
  try {
    return readSaid(JSON.parse(text));
  } catch {
    const isPage = /^\s*(<!doctype|<html|<\?xml|<head|<body)/i.test(text);
    return { codes: [], words: isPage ? '' : text.slice(0, longest), retryAfterMs: null };
  }
}

/** When it may be asked again, by the headers: in seconds, in milliseconds (Azure), or as a date. */
export function retryAfterOf(headers: Headers, now: Date): number | null {
  const exact = headers.get('retry-after-ms');
  if (exact !== null && /^\d{1,10}$/.test(exact)) return Number(exact);
  const after = headers.get('retry-after');
  if (after === null) return null;
  if (/^\d{1,7}(\.\d+)?$/.test(after)) return Math.round(Number(after) * 1000);
  const date = Date.parse(after);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

function secondsOf(text: string): number | null {
  const seconds = /^(\d{1,7}(?:\.\d+)?)s$/.exec(text)?.[1];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
}
