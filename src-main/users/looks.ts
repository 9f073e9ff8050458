import { join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import { plainLook, type UserLook, userColorCount, whyNoAvatar } from '../../src-shared/user-look.ts';
import { sameBytes } from '../lib/read-file.ts';
import type { UsersPorts } from './ports.ts';

const lookShape = z.object({
  color: z
    .number()
    .int()
    .min(0)
    .max(userColorCount - 1)
    .nullable()
    .catch(null),
  avatar: z
    .string()
    .refine((text) => whyNoAvatar(text) === null)
    .nullable()
    .catch(null),
});
const fileShape = z.object({ version: z.literal(1), users: z.record(z.string(), lookShape) });

/** The looks of all who chose one, by id in small letters; the same object as long as the file is. */
export type AllLooks = ReadonlyMap<string, UserLook>;

/** What the app keeps of how users look: upstream would drop a field it does not know. */
export interface Looks {
  /** None where the file cannot be read: looks are no reason to show no users. */
  read(): Promise<AllLooks>;
  /** @returns the way back. Faults: `home/file-unreadable` where what is there cannot be read, `home/unwritable`. */
  set(id: string, look: UserLook): Promise<() => Promise<void>>;
}

/** The look of one user. */
export function lookOf(looks: AllLooks, id: string): UserLook {
  return looks.get(id.toLowerCase()) ?? plainLook;
}

/** Makes the keeper of `<home>/desktop/looks.json`. */
export function createLooks({ files, folders, log }: Pick<UsersPorts, 'files' | 'folders' | 'log'>): Looks {
  const path = () => join(folders().desktop, 'looks.json');
  let known: { readonly bytes: Uint8Array | null; readonly looks: AllLooks } = { bytes: null, looks: new Map() };

  async function look(): Promise<AllLooks> {
    const bytes = await files.read(path());
    if (!sameBytes(bytes, known.bytes)) known = { bytes, looks: parse(bytes, path()) };
    return known.looks;
  }

  async function set(id: string, chosen: UserLook): Promise<UserLook> {
    await files.makeFolder(folders().desktop);
    return files.exclusively(path(), async () => {
      const before = await look();
      const former = lookOf(before, id);
      if (former.color === chosen.color && former.avatar === chosen.avatar) return former;
      const after = new Map(before);
      if (chosen.color === null && chosen.avatar === null) after.delete(id.toLowerCase());
      else after.set(id.toLowerCase(), { color: chosen.color, avatar: chosen.avatar });
      const text = JSON.stringify({ version: 1, users: Object.fromEntries(after) }, null, 1);
      await files.write(path(), new TextEncoder().encode(`${text}\n`), { mode: 0o600, before: known.bytes });
      return former;
    });
  }

  return {
    async read() {
      try {
        return await look();
      } catch (cause) {
        log.warn(`colours and avatars cannot be read: ${String(cause)}`);
        return new Map();
      }
    },
    async set(id, chosen) {
      const former = await set(id, chosen);
      return async () => void (await set(id, former));
    },
  };
}

function parse(bytes: Uint8Array | null, path: string): AllLooks {
  if (bytes === null) return new Map();
  try {
    const { users } = fileShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return new Map(Object.entries(users));
  } catch (cause) {
    const message = `${path} cannot be read: it is not what this app writes.`;
    throw new Fault('home/file-unreadable', message, {
      cause,
      hint: 'Correct the file, or remove it: then everybody has their usual colour again.',
    });
  }
}
