import type { ServiceName } from '../../src-shared/docker.ts';
import type { LightRagService, LightRagState, Pipeline } from '../../src-shared/lightrag.ts';

/** A pipeline with nothing to do. */
export function somePipeline(change: Partial<Pipeline> = {}): Pipeline {
  return {
    ...{ busy: false, job: null, since: null, batch: 0, batches: 0, documents: 0, message: '', blocked: null },
    ...change,
  };
}

/** A server that answers, with three documents. */
export function someLightRag(service: ServiceName, change: Partial<LightRagService> = {}): LightRagService {
  return {
    ...{ service, state: 'answers', problem: null, version: '1.5.7', apiVersion: '0344' },
    documents: { all: 3, byStatus: { processed: 3 } },
    pipeline: somePipeline(),
    features: { statusCounts: true, trackStatus: true, reprocessFailed: true, cancelPipeline: true, clearCache: true },
    access: {
      from: 'nothing',
      kind: null,
      envFile: '/home/p/.persag/lightrag_server/env.server',
      lasting: false,
      trouble: null,
    },
    ...change,
  };
}

/** Both answer. */
export function someLightRagState(change: Partial<LightRagState> = {}): LightRagState {
  return {
    services: [someLightRag('knowledge'), someLightRag('memory')],
    askedAt: '2026-11-22T06:00:00.000Z',
    ...change,
  };
}
