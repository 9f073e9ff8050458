import { join } from 'node:path';
import { rules } from '../src-shared/rules.ts';
import { type AccessFeature, createAccess } from './access/index.ts';
import type { PassphraseKeys } from './access/ports.ts';
import { type ActivityFeature, createActivity } from './activity/index.ts';
import type { Gate } from './dispatch.ts';
import { createGate } from './gate.ts';
import type { HomeFeature } from './home/index.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { Ports } from './ports.ts';
import type { ShellFeature } from './shell/index.ts';
import type { UsersFeature } from './users/index.ts';

/** What access and the activity log are made of. */
export interface JoinAccessParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly files: Files;
  readonly home: HomeFeature;
  readonly users: Pick<UsersFeature, 'people'>;
  readonly shell: ShellFeature;
  readonly disk: Disk;
  /** What is kept under the keys of passphrases. */
  readonly keys: PassphraseKeys;
}

/** Who may do what, what was done, and the gate that asks the one and tells the other. */
export interface JoinedAccess {
  readonly access: AccessFeature;
  readonly activity: ActivityFeature;
  readonly gate: Gate;
}

/** Hands access what home, users and shell know, and makes the gate. */
export function joinAccess({ ports, files, home, users, shell, disk, keys }: JoinAccessParts): JoinedAccess {
  const { clock, log } = ports;
  const below = (name: string) => join(home.folders().desktop, name);
  const access = createAccess({
    files,
    clock,
    log,
    keys,
    folder: () => below('access'),
    currentUser: home.currentUser,
    people: users.people,
    windowUsers: shell.windowUsers,
    onOutsideChange(listener) {
      const ends = [home.onFiles(listener), shell.onChanged(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
  });
  const activity = createActivity({ disk, files, clock, log, folder: () => below('activity') });
  return { access, activity, gate: createGate({ rules, access, activity, clock, log }) };
}
