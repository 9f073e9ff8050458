import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';

const services = ['lightrag_server', 'lightrag_memory_server'];

/**
 * Gives both services of a home Compose projects of their own, so that nothing of theirs has the name of something that
 * the machine's engine has already.
 */
export async function nameProjects(home: string, suffix: string): Promise<void> {
  for (const service of services) {
    const path = join(home, service, 'docker-compose.yml');
    await writeFile(path, `name: ${service}${suffix}\n${await readFile(path, 'utf8')}`);
  }
}

/** Removes the containers of these projects. */
export async function removeContainers(docker: Docker, suffix: string): Promise<void> {
  for (const label of labelsOf(suffix)) {
    const containers = await docker.listContainers({ all: true, filters: { label: [label] } });
    for (const { Id } of containers) await docker.getContainer(Id).remove({ force: true, v: true });
  }
}

/** Removes the networks of these projects; their containers are gone. */
export async function removeNetworks(docker: Docker, suffix: string): Promise<void> {
  for (const label of labelsOf(suffix)) {
    const networks = await docker.listNetworks({ filters: { label: [label] } });
    for (const { Id } of networks) await docker.getNetwork(Id).remove();
  }
}

function labelsOf(suffix: string): string[] {
  return services.map((service) => `com.docker.compose.project=${service}${suffix}`);
}
