import type { ServiceName } from '../../src-shared/docker.ts';
import { syncStepTitles } from '../../src-shared/step-titles.ts';
import { useConsistency } from '../app-stores.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { titlesOf } from './serving-words.ts';

/** What is being done now: the steps are those of a sync. */
export function ServeProgress({ services }: { readonly services: readonly ServiceName[] }) {
  const running = useConsistency(({ consistency }) => consistency?.running ?? null);
  const step = running?.steps.find(({ state }) => state === 'running');
  const words = step === undefined ? `Beginning with ${titlesOf(services)}` : syncStepTitles[step.name];
  return (
    <p className="serve-progress" role="status">
      <Spinner />
      {running?.undoing === true ? 'Putting everything back' : words}
    </p>
  );
}
