import { Download, RefreshCw } from 'lucide-react';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { ModelPull, NeededModel } from '../../src-shared/models.ts';
import { useModels, useStores } from '../app-stores.ts';
import { formatBytes } from '../lib/format.ts';
import { useMay } from '../may.ts';
import { isSame, missingModels, pullsOf } from '../stores/models.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import './missing-models.css';

/** The models a service needs and its Ollama has not: each with a button that gets it, and how far that is. */
export function MissingModels({ service, title }: { readonly service: ServiceName; readonly title: string }) {
  const models = useModels((state) => state.models);
  const refusal = useModels((state) => state.refusal);
  const { models: store } = useStores();
  const missing = missingModels(models, service);
  const pulls = pullsOf(models, service);
  if (missing.length === 0 && pulls.length === 0) return null;
  const waiting = missing.filter((one) => !pulls.some((pull) => pull.state === 'running' && isSame(one, pull)));
  return (
    <div className="missing-models">
      {refusal !== null && <ErrorNotice error={refusal} onDismiss={() => store.getState().dismiss()} />}
      {pulls.map((pull) =>
        pull.state === 'running' ? <Running key={pull.id} pull={pull} /> : <Failed key={pull.id} pull={pull} />,
      )}
      {waiting.length > 0 && (
        <ul className="missing-models-list" aria-label={`Models that ${title} needs`}>
          {waiting.map((one) => (
            <Missing key={one.model} needed={one} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Missing({ needed }: { readonly needed: NeededModel }) {
  const { models: store } = useStores();
  const { why } = useMay('models.pull');
  const { service, role, model, host, canPull } = needed;
  if (!canPull) return null;
  return (
    <li>
      <Button
        icon={Download}
        label={`Get ${model}`}
        disabledReason={why}
        onClick={() => void store.getState().pull(service, role)}
      >
        Get {model}
      </Button>
      <span className="missing-models-host">{host} downloads it.</span>
    </li>
  );
}

function Running({ pull }: { readonly pull: ModelPull }) {
  const { models: store } = useStores();
  const { id, model, doing, received, total } = pull;
  const known = received !== null && total !== null && total > 0;
  return (
    <div className="missing-models-running">
      <p>
        Getting {model}
        {known && `: ${formatBytes(received)} of ${formatBytes(total)}`}
      </p>
      <ProgressBar label={`Getting ${model}`} done={received ?? 0} total={known ? total : 0} />
      <p className="missing-models-host">{doing === '' ? 'The host is asked.' : doing}</p>
      <Button label={`Cancel getting ${model}`} onClick={() => void store.getState().cancel(id)}>
        Cancel
      </Button>
    </div>
  );
}

function Failed({ pull }: { readonly pull: ModelPull }) {
  return pull.error === null ? null : <ErrorNotice title={`${pull.model} was not got.`} error={pull.error} />;
}

/** Asks the model hosts now, for whoever has just started one. */
export function AskAgain() {
  const { models: store } = useStores();
  const checking = useModels((state) => state.checking);
  return (
    <Button kind="quiet" icon={RefreshCw} busy={checking} onClick={() => void store.getState().check()}>
      Ask again
    </Button>
  );
}
