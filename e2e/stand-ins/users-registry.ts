import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A user of a test's home. */
export interface HomeUser {
  readonly id: string;
  /** The id in title case where not given. */
  readonly name?: string;
  /** Standard where not given. */
  readonly type?: 'Standard' | 'Admin' | 'Guest';
}

/** The folders upstream makes for a user, below `<data root>/agno/<user>`. */
export const userFolders = ['knowledge', 'rag_storage', 'inputs', 'memory_rag_storage', 'memory_inputs'] as const;

/** Writes users_registry.json in upstream's format, and the folders of each user. */
export async function writeUsers(dataRoot: string, users: readonly HomeUser[]): Promise<void> {
  await writeRegistry(dataRoot, users);
  for (const { id } of users) {
    for (const folder of userFolders) await mkdir(join(dataRoot, 'agno', id, folder), { recursive: true });
  }
}

/** Writes users_registry.json alone: so many users that their folders would take longer than the test. */
export async function writeRegistry(dataRoot: string, users: readonly HomeUser[]): Promise<void> {
  await mkdir(dataRoot, { recursive: true });
  const text = JSON.stringify({ users: users.map(entryOf) }, null, 2);
  await writeFile(join(dataRoot, 'users_registry.json'), text);
}

/** A crowd of people with names, ids and roles as they come; the first is `anna`, an Admin. */
export function crowdOf(count: number): readonly HomeUser[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return { id: 'anna', name: 'Anna', type: 'Admin' };
    const [first = '', last = ''] = [firstNames[index % firstNames.length], lastNames[(index * 7) % lastNames.length]];
    const id = `${first}.${last}${index}`.toLowerCase();
    return { id, name: `${first} ${last} ${index}`, type: index % 50 === 0 ? 'Guest' : 'Standard' };
  });
}

const firstNames = ['Ada', 'Bela', 'Chen', 'Dora', 'Emil', 'Fatima', 'Gustav', 'Hana', 'Ivo', 'Jana', 'Kofi'];
const lastNames = ['Adler', 'Brook', 'Castro', 'Dahl', 'Evans', 'Farkas', 'Green', 'Haas', 'Ito', 'Jansen'];

function entryOf({ id, name, type = 'Standard' }: HomeUser): object {
  return {
    user_id: id,
    user_name: name ?? id.replace(/(^|[^a-z])[a-z]/g, (letters) => letters.toUpperCase()),
    user_type: type,
    // Local time without a zone, with microseconds, as Python writes it.
    created_at: '2025-09-01T10:20:30.456789',
    last_seen: '2025-11-19T08:09:10.123456',
    email: null,
    phone: null,
    address: null,
    birth_date: null,
    delta_year: null,
    cognitive_state: 100,
    gender: 'N/A',
    npc: false,
  };
}
