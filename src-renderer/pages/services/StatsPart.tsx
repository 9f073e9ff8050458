import { type ServiceName, serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import { useStats, useStores } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Chart } from './Chart.tsx';
import { chartsOf, stateWords } from './stats-words.ts';
import './stats.css';
import { useWhileSeen } from './use-while-seen.ts';

/** What both services use, and used in the last minutes. Nothing is read while nobody looks. */
export function StatsPart() {
  const { stats } = useStores();
  const error = useStats((state) => state.error);
  const { read } = stats.getState();
  useWhileSeen(read);
  return (
    <>
      {error !== null && (
        <ErrorNotice
          title="The figures cannot be read."
          error={error}
          actions={<Button onClick={() => read()}>Try again</Button>}
        />
      )}
      {serviceNames.map((name) => (
        <ServiceStats key={name} name={name} />
      ))}
      <p className="stats-hint">Drawn is the time for which this page was open, five minutes at most.</p>
    </>
  );
}

function ServiceStats({ name }: { readonly name: ServiceName }) {
  const { state, samples } = useStats(({ services }) => services[name]);
  const title = serviceTitles[name];
  const late = useLate(state === 'opening', 2000);
  const words = state === 'opening' && late ? 'Still waiting for Docker' : stateWords(state, title, samples.length);
  const last = samples.at(-1);
  return (
    <section className="section" aria-labelledby={`stats-${name}`}>
      <div className="section-head">
        <h2 id={`stats-${name}`}>{title}</h2>
        {words !== null && (
          <p className="section-hint" role="status">
            {words}
          </p>
        )}
      </div>
      {last !== undefined && (
        <div className="stats-charts">
          {chartsOf(samples, last).map((chart) => (
            <Chart key={chart.title} owner={title} {...chart} />
          ))}
        </div>
      )}
    </section>
  );
}
