import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import type { EngineEntry, EnginesState } from '../../src-shared/engines.ts';
import { useEngines, useStores, useSwitching } from '../app-stores.ts';
import { useMay } from '../may.ts';
import { isSwitching } from '../stores/switching.ts';
import { Button } from '../ui/Button.tsx';
import './engine-chooser.css';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Words } from '../ui/Words.tsx';
import { EngineRow } from './EngineRow.tsx';
import { isMerelyAbsent } from './engine-words.ts';

/** All Docker engines there are, why which one is in use, and the choice of another one. Looks at them when it comes. */
export function EngineChooser() {
  const { engines: store } = useStores();
  const { engines, error, failure, looking } = useEngines((state) => state);
  useEffect(() => void store.getState().look(), [store]);
  return (
    <div className="engine-chooser">
      {engines === null && error === null && (
        <p className="engine-chooser-hint" role="status">
          Asking the engines
        </p>
      )}
      {engines === null && error !== null && <ErrorNotice error={error} />}
      {failure !== null && <ErrorNotice title="The engine stays as it was." error={failure} />}
      {engines !== null && <Engines state={engines} />}
      <div className="engine-chooser-actions">
        <Button kind="quiet" icon={RefreshCw} busy={looking} onClick={() => void store.getState().look()}>
          Look again
        </Button>
      </div>
    </div>
  );
}

function Engines({ state }: { readonly state: EnginesState }) {
  const { engines: store } = useStores();
  const changingTo = useEngines((its) => its.changingTo);
  const switching = useSwitching(isSwitching);
  const { why: refused } = useMay('engines.use');
  const blocked = refused ?? (switching ? 'A switch is running' : null);
  const use = (engine: string) => void store.getState().use(engine);
  const rows = (engines: readonly EngineEntry[]) =>
    engines.map((engine) => (
      <EngineRow
        key={`${engine.name} ${engine.address}`}
        engine={engine}
        blocked={blocked}
        changingTo={changingTo}
        use={use}
      />
    ));
  const absent = state.engines.filter((one) => isMerelyAbsent(one) && !one.inUse);
  const shown = state.engines.filter((one) => !absent.includes(one));
  return (
    <>
      <p className="engine-chooser-hint">
        <Words text={state.why} />
      </p>
      {state.trouble !== null && <p className="engine-chooser-trouble">{state.trouble}</p>}
      {shown.length > 0 && (
        <ul className="engine-list" aria-label="Docker engines">
          {rows(shown)}
        </ul>
      )}
      {shown.filter(({ condition }) => condition.state === 'usable').length > 1 && (
        <p className="engine-chooser-hint">Each engine has its own containers and images; what one has stays there.</p>
      )}
      {state.choice !== null && (
        <Button busy={changingTo === 'auto'} disabledReason={blocked} onClick={() => use('auto')}>
          Choose automatically
        </Button>
      )}
      {absent.length > 0 && (
        <details className="engine-absent">
          <summary>Looked for in {absent.length} more places</summary>
          <ul className="engine-list" aria-label="Places without an engine">
            {rows(absent)}
          </ul>
        </details>
      )}
    </>
  );
}
