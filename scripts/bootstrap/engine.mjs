import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The sockets at which a Docker engine usually answers, most usual first. */
export function engineSockets(env = process.env, home = homedir()) {
  const named = env.DOCKER_HOST?.startsWith('unix://') ? [env.DOCKER_HOST.slice('unix://'.length)] : [];
  return [
    ...named,
    '/var/run/docker.sock',
    join(env.XDG_RUNTIME_DIR || '/run/user/0', 'docker.sock'),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
    join(home, '.colima', 'default', 'docker.sock'),
    join(home, '.orbstack', 'run', 'docker.sock'),
    join(home, '.rd', 'docker.sock'),
  ];
}

/** The first socket at which an engine answers within two seconds, or null. */
export async function reachableEngine(sockets = engineSockets()) {
  for (const socketPath of sockets) {
    if (existsSync(socketPath) && (await answers(socketPath))) return socketPath;
  }
  return null;
}

function answers(socketPath) {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: '/_ping', timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
