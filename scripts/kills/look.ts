import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { envFiles } from '../../e2e/support/home-files.ts';

/** Where a home is and how its containers are called. */
export interface WatchedHome {
  readonly folder: string;
  readonly docker: Docker;
  readonly suffix: string;
}

/** Who is named where, in a home and its containers. */
export interface HomeUsers {
  /** By place: a file, or a container's environment and mounts. */
  readonly users: Readonly<Record<string, string>>;
  /** What is there and should not be, or is not and should. */
  readonly odd: readonly string[];
  /** last_seen by user id. */
  readonly lastSeen: Readonly<Record<string, string>>;
}

/** Names in the home that only a running process may have there. */
const passing = /\.(draft|staged|kept|journal|switch)$/;

/** Reads a home and its containers as somebody else would, without the app. */
export async function lookAtHome({ folder, docker, suffix }: WatchedHome): Promise<HomeUsers> {
  const users: Record<string, string> = {};
  const odd: string[] = [];
  for (const path of ['env.userid', envFiles.knowledge, envFiles.memory]) {
    const text = await readFile(join(folder, path), 'utf8');
    users[path] = /^USER_ID="?([^"\n]*)"?$/m.exec(text)?.[1] ?? 'nobody';
  }
  const containers = (await docker.listContainers({ all: true })).filter(({ Names }) =>
    Names.some((name) => name.includes(suffix)),
  );
  const wanted = [`/lightrag_pagent${suffix}`, `/lightrag_memory${suffix}`];
  for (const { Names, Id, State } of containers) {
    const [name = Id] = Names;
    if (!wanted.includes(name)) odd.push(`a container ${name} is left`);
    else if (State !== 'running') odd.push(`${name} is ${State}`);
    const { Config, Mounts } = await docker.getContainer(Id).inspect();
    users[`${name}, environment`] = Config.Env.find((one) => one.startsWith('USER_ID='))?.slice(8) ?? 'nobody';
    const owners = new Set(Mounts.flatMap(({ Source }) => /\/agno\/([^/]+)\//.exec(Source)?.[1] ?? []));
    users[`${name}, mounts`] = [...owners].join(' and ');
  }
  for (const name of wanted) {
    if (!containers.some(({ Names }) => Names.includes(name))) odd.push(`there is no container ${name}`);
  }
  const left = (await readdir(folder, { recursive: true })).filter((name) => passing.test(name));
  odd.push(...left.map((name) => `${name} is left`));
  const registry = JSON.parse(await readFile(join(folder, 'data', 'users_registry.json'), 'utf8'));
  const entries = registry.users as readonly { user_id: string; last_seen: string }[];
  return { users, odd, lastSeen: Object.fromEntries(entries.map((one) => [one.user_id, one.last_seen])) };
}

/** Whether both services answer. */
export async function bothAnswer(ports: readonly number[]): Promise<boolean> {
  const answers = ports.map(async (port) => {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  });
  return (await Promise.allSettled(answers)).every((one) => one.status === 'fulfilled' && one.value);
}
