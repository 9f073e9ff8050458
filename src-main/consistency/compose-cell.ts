import { basename } from 'node:path';
import type { ComposeCell } from '../../src-shared/consistency.ts';
import { ownerOf } from '../lib/owner-of.ts';
import type { SeenFiles } from './ports.ts';

/** What a compose file is judged by. */
export interface ComposeFacts {
  readonly path: string;
  readonly files: SeenFiles;
  /** Path of the env file that belongs to the service. */
  readonly envFile: string;
  /** The USER_ID in force in that file, and its line. */
  readonly envUser: string | null;
  readonly envLine: string | null;
  readonly userId: string | null;
  readonly usersFolder: string | null;
}

/** A compose file judged, with what containers made of it would be. */
export interface JudgedCompose {
  readonly cell: ComposeCell;
  /** What a new container would be told once the env file names the current user; null for nothing. */
  readonly tells: string | null;
  /** A user other than the current one whose folders it binds, whoever is current; null where it does not. */
  readonly bindsOf: string | null;
}

/** Whom a compose file serves, read for the current user: whom it tells so, and whose folders it binds. */
export function judgeCompose(facts: ComposeFacts): JudgedCompose {
  const { path, files, envFile, envUser, userId, usersFolder } = facts;
  const { compose, error } = files;
  if (compose === undefined) {
    const why = error?.message ?? `${basename(path)} cannot be read.`;
    return { cell: { path, user: null, notes: [], verdict: 'unknown', why }, tells: null, bindsOf: null };
  }
  const told = compose.environment.USER_ID ?? null;
  const notes = notesOf(facts);
  if (userId === null) {
    const cell = { path, user: told, notes, verdict: 'unknown', why: 'It is not known who is current.' } as const;
    return { cell, tells: told, bindsOf: null };
  }
  // A value out of a variable is no word of the compose file's own.
  const isOwn = told !== null && told !== envUser && told !== userId && facts.envLine?.includes('$') !== true;
  const tells = isOwn || !compose.envFiles.includes(envFile) ? told : userId;
  const base = { path, user: tells, notes };
  const foreign = compose.binds.find(({ source }) => {
    const owner = ownerOf(source, usersFolder);
    return owner !== null && owner !== userId;
  });
  if (foreign !== undefined) {
    const bindsOf = ownerOf(foreign.source, usersFolder);
    const why = `It puts ${foreign.source} of ${bindsOf} at ${foreign.target}, whoever is current. A sync leaves that file alone.`;
    return { cell: { ...base, verdict: 'inconsistent', why }, tells, bindsOf };
  }
  if (isOwn) {
    const why = `It says USER_ID=${told} itself, over ${basename(envFile)}. A sync leaves that file alone.`;
    return { cell: { ...base, verdict: 'inconsistent', why }, tells, bindsOf: null };
  }
  return {
    cell: { ...base, verdict: 'consistent', why: `Read for ${userId}, it serves ${userId}.` },
    tells,
    bindsOf: null,
  };
}

function notesOf({ files, envFile, usersFolder }: ComposeFacts): readonly string[] {
  const { compose } = files;
  if (compose === undefined) return [];
  const shared = compose.binds.filter(
    ({ source, target }) =>
      target.startsWith('/app/data/') && usersFolder !== null && ownerOf(source, usersFolder) === null,
  );
  return [
    ...(compose.envFiles.includes(envFile) ? [] : [`It does not name ${basename(envFile)} as its env_file.`]),
    ...shared.map(({ source, target }) => `${target} is ${source}, the same for every user.`),
  ];
}
