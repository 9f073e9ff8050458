import type { Unsubscribe } from '../src-shared/define.ts';
import type { AccessFeature } from './access/index.ts';
import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Ports } from './ports.ts';
import { createShell, type ShellFeature } from './shell/index.ts';
import type { SwitchingFeature } from './switching/index.ts';
import type { UsersFeature } from './users/index.ts';

/** What the shell is made of; access is made after it. */
export interface JoinShellParts {
  readonly ports: Ports;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
  readonly users: Pick<UsersFeature, 'require'>;
  access(): Pick<AccessFeature, 'requirePassphrase'>;
  currentUserId(): Promise<string | null>;
}

/** Hands the shell what the others know. */
export function joinShell({ ports, home, docker, users, access, currentUserId }: JoinShellParts): ShellFeature {
  return createShell({
    desktop: ports.desktop,
    version: ports.surroundings.version,
    log: ports.log,
    homePath: () => home.folders().path,
    webUrl: (name) => docker.webUrl(name),
    currentUserId,
    requireUser: async (id) => void (await users.require(id)),
    requirePassphrase: (id, passphrase) => access().requirePassphrase(id, passphrase),
  });
}

/** Whom to listen to, to know who is current. */
export interface CurrentUserParts {
  readonly home: Pick<HomeFeature, 'onChanged'>;
  readonly switching: Pick<SwitchingFeature, 'onChanged'>;
  readonly shell: Pick<ShellFeature, 'noteCurrentUser'>;
  currentUserId(): Promise<string | null>;
}

/**
 * Tells the shell who is current, now and after every change. Not in the midst of a switch, which writes env.userid long
 * before it is through and may take it back: nobody has left until it has ended. Answers with the off-switch.
 */
export async function followCurrentUser(parts: CurrentUserParts): Promise<Unsubscribe> {
  const { home, switching, shell, currentUserId } = parts;
  let isSwitching = false;
  async function look(): Promise<void> {
    if (isSwitching) return;
    const now = await currentUserId();
    if (!isSwitching) shell.noteCurrentUser(now);
  }
  const off = [
    home.onChanged(() => void look()),
    switching.onChanged(({ state }) => {
      isSwitching = state === 'running';
      void look();
    }),
  ];
  await look();
  return () => {
    for (const end of off) end();
  };
}
