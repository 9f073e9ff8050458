import { Download, Upload } from 'lucide-react';
import type { Settings, SettingsImportPlan } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { useProviders, useSettings } from '../../settings-hooks.ts';
import { providerName } from '../../stores/providers.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { EnvironmentImport } from './EnvironmentImport.tsx';
import { IdleTimes } from './IdleTimes.tsx';
import { protectionWords } from './settings-words.ts';

/** How keys and settings are kept, and the ways in and out of the app. */
export function KeepingPart({ settings }: { readonly settings: Settings }) {
  return (
    <>
      <Keys settings={settings} />
      <SessionOnly settings={settings} />
      <IdleTimes />
      <Transfer settings={settings} />
      <EnvironmentImport />
    </>
  );
}

function Keys({ settings }: { readonly settings: Settings }) {
  const store = useStores().settings;
  const may = useMay('settings.allowWeakProtection');
  const { protection, isLocked } = settings;
  const { mood, word, text } = protectionWords(protection);
  return (
    <section className="keeping" aria-label="Protection of keys">
      <h2>Protection of keys</h2>
      <p className="keeping-state">
        <Shape mood={isLocked ? 'warn' : mood} /> {isLocked ? 'Locked' : word}
      </p>
      <p>{text}</p>
      {protection.kind === 'weak' && (
        <div>
          <Button
            disabledReason={may.why}
            onClick={() => void store.getState().allowWeakProtection(!protection.isAllowed)}
          >
            {protection.isAllowed ? 'Keep no keys on this computer' : 'Keep keys all the same'}
          </Button>
        </div>
      )}
      <p className="section-hint">
        A key that was entered is never shown again, and stands in no log and in no export of settings.
      </p>
    </section>
  );
}

function SessionOnly({ settings }: { readonly settings: Settings }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy === 'setPreferences');
  const may = useMay('settings.setPreferences');
  const { sessionOnly } = settings.preferences;
  return (
    <section className="keeping" aria-label="How long">
      <h2>How long</h2>
      <fieldset disabled={!may.allowed || busy}>
        <legend className="visually-hidden">How long settings are kept</legend>
        <label className="check-line">
          <input
            type="checkbox"
            checked={sessionOnly}
            onChange={(event) => void store.getState().setSessionOnly(event.target.checked)}
          />
          Keep for this session only
        </label>
      </fieldset>
      <p>
        {sessionOnly
          ? 'Nothing of your configurations, keys and profiles is on the disk. They are forgotten when your last window closes, or when they were not used for long.'
          : 'Your configurations, keys and profiles are on the disk of this computer. Turned on, they are in memory alone and forgotten when your last window closes, or when they were not used for long.'}
      </p>
      {may.why !== null && <p className="section-hint">{may.why}</p>}
    </section>
  );
}

function Transfer({ settings }: { readonly settings: Settings }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy);
  const plan = useSettings((state) => state.plan);
  const mayExport = useMay('settings.exportToFile');
  const mayImport = useMay('settings.importFile');
  const isEmpty = settings.configurations.length === 0 ? 'There is nothing to export yet' : null;
  return (
    <section className="keeping" aria-label="Export and import">
      <h2>Export and import</h2>
      <p>A file with your configurations and profiles, for another computer or another user. Keys are never in it.</p>
      <div className="settings-actions">
        <Button
          icon={Download}
          busy={busy === 'exportToFile'}
          disabledReason={mayExport.why ?? isEmpty}
          onClick={() => void store.getState().exportToFile()}
        >
          Export
        </Button>
        <Button
          icon={Upload}
          busy={busy === 'planImport'}
          disabledReason={mayImport.why}
          onClick={() => void store.getState().planImport()}
        >
          Import a file
        </Button>
      </div>
      {plan !== null && <ImportPlan plan={plan} />}
    </section>
  );
}

function ImportPlan({ plan }: { readonly plan: SettingsImportPlan }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy === 'importFile');
  const { fileName, configurations, profiles, missingSecrets } = plan;
  const isEmpty = configurations.length + profiles.length === 0;
  return (
    <section className="import-plan" aria-label="What the import would bring">
      <h3>What {fileName} would bring</h3>
      <ul>
        {configurations.map(({ name, provider, as }) => (
          <li key={`c ${as}`}>
            <ImportedName name={name} as={as} /> <ProviderTitle provider={provider} />
          </li>
        ))}
        {profiles.map(({ name, tag, as }) => (
          <li key={`p ${as}`}>
            <ImportedName name={`@${tag}`} as={`@${as}`} /> {name}
          </li>
        ))}
      </ul>
      {isEmpty && <p>Nothing: the file has no configuration and no profile.</p>}
      {missingSecrets > 0 && <p>{formatCount(missingSecrets, 'key')} to be filled in afterwards.</p>}
      <p className="section-hint">What is there stays as it is; where a name is taken, the new one gets another.</p>
      <div className="settings-actions">
        <Button
          kind="primary"
          busy={busy}
          disabledReason={isEmpty ? 'There is nothing in it' : null}
          onClick={() => void store.getState().importFile()}
        >
          Import
        </Button>
        <Button onClick={() => store.getState().discardPlan()}>Discard</Button>
      </div>
    </section>
  );
}

function ImportedName({ name, as }: { readonly name: string; readonly as: string }) {
  return name === as ? (
    <strong>{as}</strong>
  ) : (
    <>
      <strong>{as}</strong> <span className="section-hint">(in the file: {name})</span>
    </>
  );
}

function ProviderTitle({ provider }: { readonly provider: SettingsImportPlan['configurations'][number]['provider'] }) {
  return useProviders((state) => providerName(state, provider));
}
