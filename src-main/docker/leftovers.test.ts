import { expect, test } from 'vitest';
import { configHash } from './container-options.ts';
import { type Leftover, type LeftoverRemedy, remedyFor } from './leftovers.ts';
import { composeLabels, serviceLabel } from './ownership.ts';
import { sampleFacts, samplePlan } from './testing/samples.ts';

const plan = samplePlan();
const labels = (hash: string) => ({ [serviceLabel]: 'knowledge', [composeLabels.hash]: hash });
const right = sampleFacts({ labels: labels(configHash(plan.compose)) });
const wrong = sampleFacts({ labels: labels('of other files') });
const kept = (aside: typeof right, main: typeof right | null): Leftover => ({ plan, role: 'kept', aside, main });
const stopped = { ...right, running: false };

test.each<[string, Leftover, boolean, LeftoverRemedy]>([
  ['the name is free', kept(wrong, null), false, 'restore'],
  ['the successor is right and answers', kept(wrong, right), true, 'remove'],
  ['the successor is right but does not answer', kept(wrong, right), false, 'leave'],
  ['the successor is right but does not run', kept(wrong, stopped), true, 'leave'],
  ['the old one is right and the successor is not', kept(right, wrong), true, 'restore'],
  ['neither is right', kept(wrong, wrong), true, 'leave'],
  ['a successor that was never started', { plan, role: 'new', aside: stopped, main: right }, true, 'remove'],
  ['a successor that runs', { plan, role: 'new', aside: right, main: null }, false, 'leave'],
])('%s', (_case, leftover, answers, remedy) => {
  expect(remedyFor(leftover, answers)).toBe(remedy);
});
