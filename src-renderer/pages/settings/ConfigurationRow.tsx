import type { CheckKind } from '../../../src-shared/chat.ts';
import type { Configuration } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { formatDuration } from '../../lib/format.ts';
import { useChecks, useConfigurationEditor, useProviders } from '../../settings-hooks.ts';
import { type CheckState, checksOf } from '../../stores/checks.ts';
import { findProvider } from '../../stores/providers.ts';
import { Lamp } from '../../ui/Lamp.tsx';
import { openForms } from './open-form.ts';
import { checkTitles, checkWord, keyWords } from './settings-words.ts';

/** One configuration: its name, what it asks, whether its key is there, and how its last test came out. */
export function ConfigurationRow(props: { readonly configuration: Configuration; readonly isActive: boolean }) {
  const { configuration, isActive } = props;
  const { id, name, provider, model } = configuration;
  const stores = useStores();
  const described = useProviders((state) => findProvider(state, provider));
  const isOpen = useConfigurationEditor(({ opened }) => opened?.base?.id === id);
  const checks = useChecks((state) => state.checks[checksOf(configuration)]);
  const key = keyWords(described, configuration);
  return (
    <li className={classNames('settings-row', isOpen && 'settings-row-open')}>
      <button
        type="button"
        className="settings-row-main"
        data-row={id}
        aria-current={isOpen || undefined}
        onClick={() => openForms(stores).openConfiguration(configuration)}
      >
        <span className="settings-row-name">
          {name}
          {isActive && <span className="settings-mark">Default</span>}
        </span>
        <span className="settings-row-facts">
          {[described?.name ?? provider, model === '' ? 'no model chosen' : model, key]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </button>
      <div className="settings-row-lamps">
        <CheckLamp kind="access" check={checks?.access} owner={name} />
        <CheckLamp kind="chat" check={checks?.chat} owner={name} />
      </div>
    </li>
  );
}

function CheckLamp(props: {
  readonly kind: CheckKind;
  readonly check: CheckState | undefined;
  readonly owner: string;
}) {
  const { kind, check, owner } = props;
  const { mood, word } = checkWord(check);
  return <Lamp label={checkTitles[kind]} owner={owner} mood={mood} word={word} {...lampWords(check)} />;
}

function lampWords(check: CheckState | undefined): { why: string; since: string; advice: string | null } {
  if (check === undefined)
    return { why: 'It was not tested since the app began.', since: '', advice: 'Open it to test it.' };
  if (check.state === 'running') return { why: 'The provider is being asked.', since: check.since, advice: null };
  if (check.state === 'refused') return { why: check.error.message, since: check.at, advice: check.error.hint };
  const { message, hint, ms } = check.result;
  return { why: `${message} (${formatDuration(ms)})`, since: check.at, advice: hint === '' ? null : hint };
}
