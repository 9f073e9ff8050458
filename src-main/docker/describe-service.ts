import { type Lamp, type LampName, lampNames, type Service, serviceTitles } from '../../src-shared/docker.ts';
import { driftOf } from './drift.ts';
import { containerLamp } from './health/container-lamp.ts';
import { findingsOf } from './health/findings.ts';
import { httpLamp } from './health/http-lamp.ts';
import { modelLamp } from './health/model-lamp.ts';
import { mountsLamp } from './health/mounts-lamp.ts';
import { type LampReading, reading } from './health/reading.ts';
import { serviceUrl } from './health/service-url.ts';
import { servedUser } from './mounts.ts';
import type { Observation } from './observation.ts';
import { planOf } from './service-files.ts';

/** Keeps, per lamp, since when it has been in its state. */
export type Since = (lamp: LampName, reading: LampReading) => Lamp;

/** A service as the window sees it. */
export function describeService(observation: Observation, since: Since): Service {
  const { files, facts, busy, probe, currentUser, publishedHost } = observation;
  const { name, compose, error } = files;
  // What is known of a container that is being replaced is no longer true of what comes.
  const runs = facts?.running === true && busy !== 'recreating';
  const base = {
    name,
    title: serviceTitles[name],
    container: compose?.containerName ?? '',
    image: compose?.image ?? '',
    startedAt: runs ? facts.startedAt : null,
    dockerHealth: facts?.health ?? null,
    busy,
    lamps: withSince(readingsOf(observation), since),
  };
  if (compose === undefined) {
    const nothing = {
      ports: [],
      version: null,
      latency: null,
      servesUser: null,
      findings: [],
      differences: [],
      webUrl: null,
    };
    return { ...base, ...nothing, error: error ?? null };
  }
  const url = serviceUrl(compose, publishedHost, observation.ports);
  const good = probe?.ok === true && runs ? probe : null;
  return {
    ...base,
    ports: compose.ports.flatMap(({ address, host, container }) =>
      host === null ? [] : [{ address: address === '' ? '0.0.0.0' : address, host, container }],
    ),
    version: good?.version ?? null,
    latency: good === null ? null : Math.round(good.ms),
    servesUser: facts === null ? null : servedUser(compose.binds, facts.mounts, currentUser),
    findings: findingsOf(planOf(files), busy === null ? facts : null),
    differences: facts === null || busy !== null ? [] : driftOf(facts, compose),
    webUrl: url === null ? null : `${url}/webui/`,
    error: null,
  };
}

function readingsOf(observation: Observation): Record<LampName, LampReading> {
  const { files, engineProblem, facts, ports, publishedHost, currentUser, busy, justEnded } = observation;
  const { compose } = files;
  if (compose === undefined) {
    const unknown = reading(
      'unknown',
      'The files of the service cannot be used.',
      'See what is wrong with them above.',
    );
    return { container: unknown, http: unknown, model: unknown, mounts: unknown };
  }
  const isBusy = busy === 'starting' || busy === 'restarting' || busy === 'recreating';
  const isRunning = (facts?.running === true && !facts.paused) || justEnded;
  const url = serviceUrl(compose, publishedHost, ports);
  const { probe, mayBeStarting, models } = observation;
  return {
    container: containerLamp({ engineProblem, facts, busy, justEnded }),
    http: httpLamp({ engineProblem, isRunning, isBusy, url, probe, mayBeStarting }),
    model: modelLamp(models),
    mounts: mountsLamp({ engineProblem, facts, isBusy, compose, currentUser }),
  };
}

function withSince(readings: Record<LampName, LampReading>, since: Since): Record<LampName, Lamp> {
  const entries = lampNames.map((name) => [name, since(name, readings[name])] as const);
  return Object.fromEntries(entries) as Record<LampName, Lamp>;
}
