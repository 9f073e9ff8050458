import { useState } from 'react';
import type { ProviderId } from '../../../src-shared/providers.ts';
import type { EnvironmentOffer } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { useProviders, useSettings } from '../../settings-hooks.ts';
import { providerName } from '../../stores/providers.ts';
import { Button } from '../../ui/Button.tsx';

/** Keys out of the variables the app was started with: looked for and taken only when it is said. */
export function EnvironmentImport() {
  const store = useStores().settings;
  const offers = useSettings((state) => state.offers);
  const busy = useSettings((state) => state.busy === 'lookInEnvironment');
  const may = useMay('settings.importFromEnvironment');
  return (
    <section className="keeping" aria-label="Keys from the environment">
      <h2>Keys from the environment</h2>
      <p>
        Variables such as OPENAI_API_KEY that were set when the app began are never used by themselves. You can make
        configurations of them, for yourself alone.
      </p>
      {offers === null ? (
        <div>
          <Button busy={busy} disabledReason={may.why} onClick={() => void store.getState().lookInEnvironment()}>
            Look for keys
          </Button>
        </div>
      ) : offers.length === 0 ? (
        <p role="status">None were set when the app began.</p>
      ) : (
        <Offers offers={offers} />
      )}
    </section>
  );
}

function Offers({ offers }: { readonly offers: readonly EnvironmentOffer[] }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy === 'importFromEnvironment');
  const [left, setLeft] = useState<readonly ProviderId[]>([]);
  const chosen = offers.map(({ provider }) => provider).filter((provider) => !left.includes(provider));
  return (
    <>
      <ul className="offers">
        {offers.map(({ provider, variables }) => (
          <li key={provider}>
            <label className="check-line">
              <input
                type="checkbox"
                checked={!left.includes(provider)}
                onChange={(event) =>
                  setLeft(event.target.checked ? left.filter((each) => each !== provider) : [...left, provider])
                }
              />
              <OfferWords provider={provider} variables={variables} />
            </label>
          </li>
        ))}
      </ul>
      <div>
        <Button
          kind="primary"
          busy={busy}
          disabledReason={chosen.length === 0 ? 'Choose at least one' : null}
          onClick={() => void store.getState().importFromEnvironment(chosen)}
        >
          Make {formatCount(chosen.length, 'configuration')}
        </Button>
      </div>
    </>
  );
}

function OfferWords({ provider, variables }: EnvironmentOffer) {
  const name = useProviders((state) => providerName(state, provider));
  return (
    <span>
      {name} <span className="section-hint">from {variables.join(', ')}</span>
    </span>
  );
}
