/** Names Windows keeps for its devices, with or without an extension; the last digits are superscripts, which count too. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])$/i;

/** What file systems take at most, in bytes of UTF-8. */
const most = { path: 1024, part: 255, depth: 40 } as const;

/**
 * Why a name cannot be that of a member of an archive, in words, or null where it can: it would lead out of the folder it
 * is unpacked in, means something else on another system, or cannot be made there. One rule for writing and reading, so
 * that what is written can be read.
 * @param name with slashes; a folder's without the last one
 * @param platform where it is to be a file
 */
export function whyUnportable(name: string, platform: NodeJS.Platform = process.platform): string | null {
  if (name === '') return 'it has no name';
  if (/[\p{Surrogate}\ufffd]/u.test(name)) return 'its name is not valid text';
  if (/\p{Cc}/u.test(name)) return 'its name has control characters';
  if (name.includes('\\')) return 'its name has a backslash';
  if (name.startsWith('/')) return 'its name is an absolute path';
  if (Buffer.byteLength(name) > most.path) return `its path is longer than ${most.path} bytes`;
  const parts = name.split('/');
  if (parts.length > most.depth) return `it is more than ${most.depth} folders deep`;
  for (const part of parts) {
    const why = whyPartUnportable(part, platform);
    if (why !== null) return why;
  }
  return null;
}

function whyPartUnportable(part: string, platform: NodeJS.Platform): string | null {
  if (part === '') return 'a part of its path has no name';
  if (part === '.' || part === '..') return `its path has "${part}"`;
  if (Buffer.byteLength(part) > most.part) return `a part of its path is longer than ${most.part} bytes`;
  if (/^[a-z]:/i.test(part)) return 'its path names a drive';
  // Windows looks at what stands before the first dot or colon, without the blanks behind it.
  if (device.test((/^[^.:]*/.exec(part)?.[0] ?? '').trimEnd())) return 'its path has the name of a Windows device';
  if (platform !== 'win32') return null;
  if (/[<>:"|?*]/.test(part)) return 'its name has a character that Windows does not allow';
  return /[. ]$/.test(part) ? 'a part of its path ends in a dot or a blank' : null;
}

/**
 * The same for two names that some file system takes for one: letter case does not count on Windows and macOS, nor does
 * on macOS whether an accent is a character of its own.
 */
export function nameKey(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toLowerCase();
  // Letter by letter and by way of the capitals: some have two small forms; and no file system takes one for two.
  const folded = [...name.normalize('NFC')].map((letter) => {
    const capital = letter.toUpperCase();
    return (capital.length === letter.length ? capital : letter).toLowerCase();
  });
  return folded.join('').normalize('NFC');
}

/** Sees to it that no two names of an archive are one, nor one a file and the folder of another. */
export interface NameBook {
  /** Why the name cannot be in the same archive as those before, or null, and it is then taken. */
  take(name: string, kind: 'file' | 'folder'): string | null;
}

/** Makes a book without names. */
export function createNameBook(): NameBook {
  /** By key; an `implied` folder is one that a file is in and that was not named itself. */
  const taken = new Map<string, { readonly name: string; readonly kind: 'file' | 'folder' | 'implied' }>();

  function whyNot(name: string, kind: 'file' | 'folder'): string | null {
    const there = taken.get(nameKey(name));
    if (there !== undefined && (there.kind !== 'implied' || kind === 'file')) return 'its name is there twice';
    for (const path of [name, ...parents(name)]) {
      const found = taken.get(nameKey(path));
      if (found === undefined) continue;
      if (found.kind === 'file') return 'a file stands where it has a folder';
      if (found.name !== path) return 'a folder on its way is written in two ways';
    }
    return null;
  }

  return {
    take(name, kind) {
      const why = whyNot(name, kind);
      if (why !== null) return why;
      for (const folder of parents(name)) {
        if (!taken.has(nameKey(folder))) taken.set(nameKey(folder), { name: folder, kind: 'implied' });
      }
      taken.set(nameKey(name), { name, kind });
      return null;
    },
  };
}

function parents(name: string): readonly string[] {
  const found: string[] = [];
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) found.push(name.slice(0, at));
  return found;
}
