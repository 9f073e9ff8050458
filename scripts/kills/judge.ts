import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { envFiles } from '../../e2e/support/home-files.ts';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { Stage } from './stage.ts';

/** What there is to agree on one user. */
export interface Snapshot {
  /** Whom env.userid names. */
  readonly user: string;
  readonly files: Readonly<Record<string, string>>;
  readonly registry: string;
  /** Id by container name. */
  readonly containers: Readonly<Record<string, string>>;
}

/** Reads it. */
export async function snapshotOf(stage: Stage): Promise<Snapshot> {
  const { folder, dataRoot } = stage.home;
  const names = ['env.userid', envFiles.knowledge, envFiles.memory];
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  const files = Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
  const containers = (await stage.containers()).map(({ Names, Id }) => [Names[0]?.slice(1) ?? '', Id]);
  return {
    user: userIn(files['env.userid']),
    files,
    registry: await readFile(join(dataRoot, 'users_registry.json'), 'utf8'),
    containers: Object.fromEntries(containers),
  };
}

/**
 * Whether everything is of one user, who is one of the two the switch was between: env.userid, both env files, both
 * containers by environment and folders, running and answering, named as they are to be, nothing else left; and the
 * registry, to the byte the old one where the switch was undone.
 * @returns what is wrong, one line each
 */
export async function judge(stage: Stage, before: Snapshot, to: string): Promise<readonly string[]> {
  const now = await snapshotOf(stage);
  const { user } = now;
  const undone = user === before.user;
  if (!undone && user !== to) return [`env.userid names ${user}`];
  const problems: string[] = [];
  for (const name of Object.values(envFiles)) {
    if (userIn(now.files[name]) !== user) problems.push(`${name} names ${userIn(now.files[name])}, not ${user}`);
  }
  if (undone && JSON.stringify(now.files) !== JSON.stringify(before.files)) problems.push('the files have other bytes');
  if (undone && JSON.stringify(now.containers) !== JSON.stringify(before.containers)) {
    problems.push(`there are the containers ${Object.keys(now.containers).join()}, and not the former two`);
  }
  problems.push(...registryProblems(before.registry, now.registry, undone ? null : to));
  problems.push(...(await containerProblems(stage, now, user)), ...(await leftoverProblems(stage)));
  return problems;
}

function userIn(text = ''): string {
  return /^USER_ID="?([^"\n]*)"?$/m.exec(text)?.[1] ?? 'nobody';
}

/** @param to whose visit is to be recorded, null for nobody's */
function registryProblems(before: string, now: string, to: string | null): readonly string[] {
  if (to === null) return before === now ? [] : ['the registry is not what it was'];
  const changed = visits(now).filter(([id, seen]) => visits(before).find(([other]) => other === id)?.[1] !== seen);
  const who = changed.map(([id]) => id).join();
  return who === to ? [] : [`the registry has visits of ${who || 'nobody'} recorded, and not of ${to}`];
}

function visits(text: string): readonly (readonly [string, string])[] {
  const { users } = JSON.parse(text) as { users: { user_id: string; last_seen: string }[] };
  return users.map(({ user_id: id, last_seen: seen }) => [id, seen] as const);
}

async function containerProblems(stage: Stage, now: Snapshot, user: string): Promise<readonly string[]> {
  const names = Object.keys(now.containers).sort();
  const wanted = Object.values(stage.names).sort();
  if (names.join() !== wanted.join()) return [`the containers are ${names.join() || 'none'}`];
  const problems = await Promise.all(serviceNames.map((service) => serviceProblems(stage, service, user)));
  return problems.flat();
}

async function serviceProblems({ docker, names, home }: Stage, service: ServiceName, user: string): Promise<string[]> {
  const { State, Config, Mounts } = await docker.getContainer(names[service]).inspect();
  const problems: string[] = [];
  if (!State.Running) problems.push(`${service} does not run`);
  if (!Config.Env.includes(`USER_ID=${user}`)) problems.push(`${service} was not told ${user}`);
  const folder = join(home.dataRoot, 'agno', user);
  const foreign = Mounts.filter(({ Source }) => !Source.startsWith(`${folder}/`));
  if (Mounts.length === 0 || foreign.length > 0) problems.push(`${service} mounts other folders than ${folder}`);
  const port = service === 'knowledge' ? home.knowledgePort : home.memoryPort;
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) }).catch(
    () => null,
  );
  await answer?.arrayBuffer();
  if (answer?.status !== 200) problems.push(`${service} does not answer`);
  return problems;
}

/** Records, drafts and what was waiting for its turn: none of it outlasts a start. */
async function leftoverProblems({ home }: Stage): Promise<readonly string[]> {
  const all = await readdir(home.folder, { recursive: true });
  return all
    .map((path) => basename(path))
    .flatMap((name) => {
      return /^\..*\.(draft|staged|kept)$|\.(switch|journal)$|\.conflict-/.test(name) ? [`${name} is left`] : [];
    });
}
