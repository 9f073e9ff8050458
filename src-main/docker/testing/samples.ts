import type { Service } from '../../../src-shared/docker.ts';
import type { ComposeService } from '../../formats/compose-service.ts';
import { plainCompose } from '../../formats/testing/plain-compose.ts';
import type { ContainerFacts, ContainerSummary } from '../container-facts.ts';
import { composeLabels, serviceLabel } from '../ownership.ts';
import type { ServiceFiles, ServicePlan } from '../service-files.ts';

/** A service as upstream's compose file gives it (facts 1.4), for tests. */
export function sampleCompose(change: Partial<ComposeService> = {}): ComposeService {
  const made = {
    ...plainCompose(),
    project: 'lightrag_server',
    containerName: 'lightrag_pagent',
    image: 'egsuchanek/lightrag_pagent:latest',
    environment: { USER_ID: 'paula', LLM_MODEL: 'granite3.1-dense:8b' },
    ports: [{ address: '', host: 9621, container: 9621, protocol: 'tcp' as const }],
    binds: [{ source: '/data/agno/paula/rag_storage', target: '/app/data/rag_storage', readOnly: false }],
    extraHosts: ['host.docker.internal:host-gateway'],
    restart: { name: 'unless-stopped' as const, maximumRetryCount: 0 },
    cpus: 2,
    memory: 2 * 1024 ** 3,
    ...change,
  };
  // The network a project has without saying so is named after it.
  const networks = made.networks.map((one) => ({
    ...one,
    name: one.external ? one.name : `${made.project}_${one.key}`,
  }));
  return { ...made, networks };
}

/** The plan of the knowledge service. */
export function samplePlan(change: Partial<ComposeService> = {}): ServicePlan {
  const folder = '/home/p/.persag/lightrag_server';
  return { name: 'knowledge', folder, composeFile: `${folder}/docker-compose.yml`, compose: sampleCompose(change) };
}

/** The files of the knowledge service. */
export function sampleFiles(change: Partial<ComposeService> = {}): ServiceFiles {
  return { ...samplePlan(change), envUser: 'paula' };
}

/** What an inspection says of the container that the sample plan makes. */
export function sampleFacts(change: Partial<ContainerFacts> = {}): ContainerFacts {
  const { compose } = samplePlan();
  return {
    id: 'c1',
    name: compose.containerName,
    image: compose.image,
    status: 'running',
    running: true,
    paused: false,
    restarting: false,
    exitCode: 0,
    outOfMemory: false,
    startError: '',
    startedAt: '2026-11-22T06:00:00Z',
    finishedAt: null,
    health: null,
    lastProbe: null,
    environment: { ...compose.environment },
    labels: { [composeLabels.project]: compose.project, [composeLabels.service]: compose.service },
    mounts: compose.binds.map((bind) => ({ type: 'bind', ...bind })),
    ports: [{ address: '0.0.0.0', host: 9621, container: 9621, protocol: 'tcp' }],
    configured: { restart: 'unless-stopped', memory: 2 * 1024 ** 3, cpus: 2, user: null, command: null },
    ...change,
  };
}

/** An item of the list of containers, made by the app for the knowledge service. */
export function sampleSummary(change: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: 'c1',
    names: ['lightrag_pagent'],
    image: 'egsuchanek/lightrag_pagent:latest',
    state: 'running',
    labels: { [serviceLabel]: 'knowledge' },
    ports: [{ address: '0.0.0.0', host: 9621, container: 9621, protocol: 'tcp' }],
    ...change,
  };
}

/** A service of which all is well. */
export function sampleService(change: Partial<Service> = {}): Service {
  const lamp = { state: 'ok', why: 'Fine.', since: '2026-11-22T06:00:00Z', advice: null } as const;
  return {
    ...{ name: 'knowledge', title: 'Knowledge', container: 'c', image: 'i', ports: [], version: null, latency: null },
    ...{
      startedAt: null,
      servesUser: null,
      dockerHealth: null,
      findings: [],
      differences: [],
      webUrl: null,
      busy: null,
      error: null,
    },
    lamps: { container: lamp, http: lamp, model: lamp, mounts: lamp },
    ...change,
  };
}
