import type { ProviderDescription } from '../../../src-shared/providers.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { needWords } from '../../lib/provider-needs.ts';
import { useMay } from '../../may.ts';
import { useProviders } from '../../settings-hooks.ts';
import { openForms } from './open-form.ts';

/** Which kind of provider a new configuration is of: what runs here and needs no key comes first. */
export function ProviderChoice(props: { readonly settings: Settings; readonly chosen?: () => void }) {
  const { settings, chosen } = props;
  const stores = useStores();
  const may = useMay('settings.saveConfiguration');
  const catalogue = useProviders((state) => state.catalogue) ?? [];
  const local = catalogue.filter(({ capabilities }) => capabilities.isLocal);
  const others = catalogue.filter(({ capabilities }) => !capabilities.isLocal);
  const choose = (provider: ProviderDescription) => {
    openForms(stores).beginConfiguration(provider, settings);
    chosen?.();
  };
  return (
    <div className="provider-choice">
      {may.why !== null && <p className="section-hint">{may.why}</p>}
      <ProviderGroup title="On this computer" providers={local} choose={choose} isAllowed={may.allowed} />
      <ProviderGroup title="Elsewhere" providers={others} choose={choose} isAllowed={may.allowed} />
    </div>
  );
}

function ProviderGroup(props: {
  readonly title: string;
  readonly providers: readonly ProviderDescription[];
  readonly choose: (provider: ProviderDescription) => void;
  readonly isAllowed: boolean;
}) {
  const { title, providers, choose, isAllowed } = props;
  if (providers.length === 0) return null;
  return (
    <fieldset disabled={!isAllowed}>
      <legend>{title}</legend>
      <div className="provider-buttons">
        {providers.map((provider) => (
          <button key={provider.id} type="button" className="provider-button" onClick={() => choose(provider)}>
            <span className="provider-name">{provider.name}</span>
            <span className="provider-need">{needWords(provider)}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
