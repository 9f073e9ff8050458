import type { Surroundings } from '../ports.ts';

/** An engine's usual place. */
export interface KnownPlace {
  /** What people call the engine that has it. */
  readonly name: string;
  /** As Docker writes it. */
  readonly address: string;
}

/**
 * The sockets and pipes of known engines, in the order of preference: Docker, Docker Desktop, rootless Docker, colima,
 * OrbStack, Rancher Desktop, Podman.
 */
export function knownPlaces({
  env,
  homeFolder,
  platform,
}: Pick<Surroundings, 'env' | 'homeFolder' | 'platform'>): readonly KnownPlace[] {
  const inHome = (name: string, path: string) => ({ name, address: `unix://${homeFolder}/${path}` });
  if (platform === 'win32') {
    const pipe = (name: string, its: string) => ({ name, address: `npipe:////./pipe/${its}` });
    return [
      pipe('Docker', 'docker_engine'),
      pipe('Docker Desktop', 'dockerDesktopLinuxEngine'),
      pipe('Podman', 'podman-machine-default'),
    ];
  }
  const system = { name: 'Docker', address: 'unix:///var/run/docker.sock' };
  if (platform === 'darwin') {
    return [
      inHome('Docker Desktop', '.docker/run/docker.sock'),
      system,
      inHome('colima', '.colima/default/docker.sock'),
      inHome('colima', '.config/colima/default/docker.sock'),
      inHome('OrbStack', '.orbstack/run/docker.sock'),
      inHome('Rancher Desktop', '.rd/docker.sock'),
      inHome('Podman', '.local/share/containers/podman/machine/podman.sock'),
    ];
  }
  const runtime = env.XDG_RUNTIME_DIR;
  const inRuntime = (name: string, path: string) => (runtime ? [{ name, address: `unix://${runtime}/${path}` }] : []);
  return [
    ...inRuntime('Rootless Docker', 'docker.sock'),
    system,
    inHome('Docker Desktop', '.docker/desktop/docker.sock'),
    inHome('Rancher Desktop', '.rd/docker.sock'),
    inHome('colima', '.colima/default/docker.sock'),
    ...inRuntime('Rootless Podman', 'podman/podman.sock'),
    { name: 'Podman', address: 'unix:///run/podman/podman.sock' },
  ];
}
