import { RefreshCw } from 'lucide-react';
import type { ListedModel } from '../../../src-shared/providers.ts';
import { useStores } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { formatAge, formatCount } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useModelList } from '../../settings-hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { outcomeWord } from './settings-words.ts';
import type { ModelChoice } from './use-model-choice.ts';

/** The list under the field of the model, with its age, and with why there is none. */
export function ModelOptions({ id, choice }: { readonly id: string; readonly choice: ModelChoice }) {
  const { shown, at, everyKind, setEveryKind, choose, refresh } = choice;
  const { models, more, otherKind } = shown;
  const asking = useModelList((state) => state.asking !== null);
  return (
    <div ref={intoSight} className="model-options">
      <div role="listbox" id={id} aria-label="Models" aria-busy={asking || undefined}>
        {models.map((model, index) => (
          <div
            key={model.id}
            ref={index === at ? intoSight : undefined}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classNames('model-option', index === at && 'model-option-at')}
            // The focus stays in the field, where typing goes on.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(model)}
            onKeyDown={(event) => event.key === 'Enter' && choose(model)}
          >
            <span className="model-id">{model.id}</span>
            {model.name !== model.id && <span className="model-name">{model.name}</span>}
            <span className="model-facts">{factsOf(model)}</span>
          </div>
        ))}
      </div>
      {more > 0 && (
        <p className="section-hint">{formatCount(more, 'more model')}; type a part of the id to find one.</p>
      )}
      <ListState refresh={refresh} isEmpty={models.length === 0} />
      {otherKind > 0 && (
        <label className="model-kinds">
          <input type="checkbox" checked={everyKind} onChange={(event) => setEveryKind(event.target.checked)} />
          Also {formatCount(otherKind, 'model')} that {otherKind === 1 ? 'is' : 'are'} not for chats
        </label>
      )}
    </div>
  );
}

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function ListState({ refresh, isEmpty }: { readonly refresh: () => void; readonly isEmpty: boolean }) {
  const { modelList } = useStores();
  const listing = useModelList((state) => state.listing);
  const asking = useModelList((state) => state.asking !== null);
  const error = useModelList((state) => state.error);
  const now = useNow(10_000);
  const result = listing?.result ?? null;
  return (
    <div className="model-state">
      <div className="model-state-words" role="status">
        {asking && (
          <p>
            <Spinner /> Asking the provider for its models
          </p>
        )}
        {!asking && error !== null && (
          <p>
            {error.message} {error.hint}
          </p>
        )}
        {!asking && result !== null && result.outcome !== 'ok' && (
          <p>
            <Shape mood={outcomeWord(result.outcome).mood} /> {outcomeWord(result.outcome).word}: {result.message}{' '}
            {result.hint}
          </p>
        )}
        {!asking && listing !== null && listing.models.length > 0 && (
          <p>
            {formatCount(listing.models.length, 'model')}, listed {formatAge(listing.listedAt, now)}
            {listing.isCut && '; there are more than can be listed'}
          </p>
        )}
        {!asking && isEmpty && listing?.result.outcome === 'ok' && (
          <p>{listing.models.length === 0 ? 'The provider has no models yet.' : 'No model has that in its id.'}</p>
        )}
        {!asking && (isEmpty || error !== null) && <p>What you type counts all the same.</p>}
      </div>
      {asking ? (
        <Button onClick={() => modelList.getState().cancel()}>Cancel</Button>
      ) : (
        <Button icon={RefreshCw} onClick={refresh}>
          Refresh
        </Button>
      )}
    </div>
  );
}

function factsOf({ kind, contextSize }: ListedModel): string {
  const size = contextSize === null ? null : `${Math.round(contextSize / 1000).toLocaleString('en-GB')}k context`;
  const sort = kind === 'embedding' ? 'for embeddings' : kind === 'other' ? 'not for chats' : null;
  return [sort, size].filter((part) => part !== null).join(', ');
}
