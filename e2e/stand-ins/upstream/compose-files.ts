import type { UpstreamShape } from './shape.ts';

/** Upstream's compose file of the knowledge service: unquoted ports, and a last line of blanks. */
export function knowledgeCompose({ image, knowledgePort }: UpstreamShape): string {
  return compose({
    container: 'lightrag_pagent',
    image,
    envFile: 'env.server',
    port: knowledgePort,
    folders: ['rag_storage', 'inputs'],
    // The port inside the container, so this probe works.
    probedPort: 9621,
  });
}

/** Upstream's compose file of the memory service, whose probe asks for the host's port inside the container. */
export function memoryCompose({ image, memoryPort }: UpstreamShape): string {
  return compose({
    container: 'lightrag_memory',
    image,
    envFile: 'env.memory_server',
    port: memoryPort,
    folders: ['memory_rag_storage', 'memory_inputs'],
    probedPort: memoryPort,
  });
}

function compose(service: {
  container: string;
  image: string;
  envFile: string;
  port: number;
  folders: readonly [string, string];
  probedPort: number;
}): string {
  const { container, image, envFile, port, folders, probedPort } = service;
  const probe = `import urllib.request; urllib.request.urlopen('http://localhost:${probedPort}/health')`;
  return `services:
  lightrag:
    container_name: ${container}
    image: ${image}
    env_file:
      - ${envFile}
    ports:
      - ${port}:9621
    volumes:
      - "\${AGNO_STORAGE_DIR}/${folders[0]}:/app/data/rag_storage"
      - "\${AGNO_STORAGE_DIR}/${folders[1]}:/app/data/inputs"
      - ./${envFile}:/app/.env
    restart: unless-stopped
    extra_hosts:
      - "host.docker.internal:host-gateway"
    healthcheck:
      test: ["CMD", "python", "-c", "${probe}"]
      interval: 60s
      timeout: 10s
      retries: 3
      start_period: 120s
    deploy:
      resources:
        limits:
          cpus: "2"
          memory: "2g"
          
`;
}
