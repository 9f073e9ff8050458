import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Settings } from '../../../src-shared/settings.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfigurationRow } from './ConfigurationRow.tsx';
import { ProviderChoice } from './ProviderChoice.tsx';

/** The configurations of this user; where there is none, the way to the first. */
export function ConfigurationsPart({ settings }: { readonly settings: Settings }) {
  const [choosing, setChoosing] = useState(false);
  const { configurations, activeConfigurationId } = settings;
  const may = useMay('settings.saveConfiguration');
  if (configurations.length === 0) {
    return (
      <>
        <p className="settings-lead">
          A configuration says which model is asked, where, and with which key. Choose where yours runs; everything can
          be changed later.
        </p>
        <ProviderChoice settings={settings} />
      </>
    );
  }
  return (
    <>
      <ul className="settings-list" aria-label="Configurations">
        {configurations.map((configuration) => (
          <ConfigurationRow
            key={configuration.id}
            configuration={configuration}
            isActive={configuration.id === activeConfigurationId}
          />
        ))}
      </ul>
      {choosing ? (
        <section className="settings-add" aria-label="New configuration">
          <ProviderChoice settings={settings} chosen={() => setChoosing(false)} />
          <Button onClick={() => setChoosing(false)}>Cancel</Button>
        </section>
      ) : (
        <div>
          <Button icon={Plus} disabledReason={may.why} onClick={() => setChoosing(true)}>
            Add configuration
          </Button>
        </div>
      )}
    </>
  );
}
