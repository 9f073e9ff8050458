import { join } from 'node:path';
import { rules } from '../src-shared/rules.ts';
import { type AccessFeature, createAccess } from './access/index.ts';
import type { Person } from './access/ports.ts';
import { type ActivityFeature, createActivity } from './activity/index.ts';
import type { Gate } from './dispatch.ts';
import { readRegistry } from './formats/registry.ts';
import { titleOf } from './formats/upstream-time.ts';
import { createGate } from './gate.ts';
import type { HomeFeature } from './home/index.ts';
import { realDisk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import { sameBytes } from './lib/read-file.ts';
import type { Ports } from './ports.ts';
import type { ShellFeature } from './shell/index.ts';

/** What access and the activity log are made of. */
export interface JoinAccessParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly files: Files;
  readonly home: HomeFeature;
  readonly shell: ShellFeature;
}

/** Who may do what, what was done, and the gate that asks the one and tells the other. */
export interface JoinedAccess {
  readonly access: AccessFeature;
  readonly activity: ActivityFeature;
  readonly gate: Gate;
}

/** Hands access what home and shell know, and makes the gate. */
export function joinAccess({ ports, files, home, shell }: JoinAccessParts): JoinedAccess {
  const { clock, log } = ports;
  const below = (name: string) => join(home.folders().desktop, name);
  const access = createAccess({
    files,
    clock,
    log,
    folder: () => below('access'),
    currentUser: home.currentUser,
    people: createPeople(files, home.registryFile),
    windowUsers: shell.windowUsers,
    onOutsideChange(listener) {
      const ends = [home.onFiles(listener), shell.onChanged(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
  });
  const activity = createActivity({ disk: realDisk, files, clock, log, folder: () => below('activity') });
  return { access, activity, gate: createGate({ rules, access, activity, clock, log }) };
}

/** Everybody in the registry, read at each use; what is the same bytes as the last time is not parsed again. */
function createPeople(files: Files, registryFile: () => Promise<string>): () => Promise<readonly Person[]> {
  let last: { readonly bytes: Uint8Array; readonly people: readonly Person[] } | null = null;
  return async () => {
    const path = await registryFile();
    const bytes = await files.read(path);
    if (bytes === null) return [];
    if (last === null || !sameBytes(last.bytes, bytes)) {
      last = { bytes, people: readRegistry(new TextDecoder().decode(bytes), path).users.map(personOf) };
    }
    return last.people;
  };
}

function personOf({ user_id: id, user_name: name, user_type: type }: Readonly<Record<string, unknown>>): Person {
  const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null);
  return { id: String(id), name: text(name) ?? titleOf(String(id)), type: text(type) ?? 'Standard' };
}
