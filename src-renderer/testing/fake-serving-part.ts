import type { Api } from '../../src-shared/contract.ts';
import type { ServingPlan, ServingReport } from '../../src-shared/serving.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** A plan that gives the memory service another LLM. */
export function someServingPlan(given: Partial<ServingPlan> = {}): ServingPlan {
  const file = '/home/paula/.persag/lightrag_memory_server/env.memory_server';
  return {
    planId: 'serving-plan',
    changes: [{ service: 'memory', file, name: 'LLM_MODEL', before: 'granite3.1-dense:8b', after: 'gpt-4o' }],
    writesSecret: false,
    refusals: [],
    warnings: [],
    ...given,
  };
}

/** How that plan ended. */
export function someServingReport(given: Partial<ServingReport> = {}): ServingReport {
  return { success: true, changes: someServingPlan().changes, error: null, ...given };
}

/** The part of main that gives the services other models. */
export function fakeServingPart({ states, read, record, listen }: FakeParts): Api['serving'] {
  return {
    get: () => read(states.serving),
    plan: (input) => record('serving.plan', input, someServingPlan()),
    apply: (input) => record('serving.apply', input, someServingReport()),
    onChanged: listen('serving'),
  };
}
