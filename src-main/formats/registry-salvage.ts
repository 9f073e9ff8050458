import { skipBlank } from './json-spans.ts';
import { isEntry, type RegistryEntry } from './registry.ts';

/** An entry that could be read in a registry that cannot, with its text. */
export interface SalvagedEntry {
  readonly entry: RegistryEntry;
  readonly text: string;
}

/** An entry is a few hundred characters; much longer, a piece of text is something else. */
const longest = 64 * 1024;
/** All pieces that are tried have at most so many characters together: a hostile text must not keep the app busy. */
const patience = 256 * 1024 * 1024;

/**
 * The entries that can be read in a text which is no registry as a whole: cut off, torn, with a part overwritten. Each
 * is taken to the letter; of one that is cut off at the end, the members that are whole. Of two with the same id, in any
 * letter case, the first.
 */
export function salvageEntries(text: string): readonly SalvagedEntry[] {
  const found = new Map<string, SalvagedEntry>();
  const keep = (salvaged: SalvagedEntry | null) => {
    const id = salvaged?.entry.user_id.toLowerCase();
    if (salvaged !== null && id !== undefined && !found.has(id)) found.set(id, salvaged);
  };
  let tried = 0;
  const open = scanObjects(text, (start, end) => {
    if (end - start > longest || tried > patience) return;
    tried += end - start;
    keep(read(text.slice(start, end)));
  });
  // The innermost first: it is the entry that was being written when the text ended.
  for (const start of open.slice(-8).reverse()) keep(readCut(text.slice(start, start + longest)));
  return [...found.values()];
}

/** Calls `use` with each object that is closed, inner ones first. @returns where those that are not begin */
function scanObjects(text: string, use: (start: number, end: number) => void): readonly number[] {
  const open: number[] = [];
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // No string of JSON goes over a line: whatever was torn before, the next line is read afresh.
    if (code === 10) inString = false;
    else if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123) open.push(at);
    else if (code === 125) {
      const start = open.pop();
      if (start !== undefined) use(start, at + 1);
    }
  }
  return open;
}

function read(text: string): SalvagedEntry | null {
  if (!text.includes('"user_id"')) return null;
  try {
    const entry: unknown = JSON.parse(text);
    return isEntry(entry) ? { entry, text } : null;
  } catch {
    return null;
  }
}

/** An entry whose end is missing, without the member that was cut. */
function readCut(text: string): SalvagedEntry | null {
  if (text.charAt(skipBlank(text, 1)) !== '"') return null;
  // From the last comma on it may be half a number.
  for (let end = text.lastIndexOf(','); end > 0; end = text.lastIndexOf(',', end - 1)) {
    const salvaged = read(`${text.slice(0, end).trimEnd()}\n    }`);
    if (salvaged !== null) return salvaged;
    if (text.length - end > 4096) return null;
  }
  return null;
}
