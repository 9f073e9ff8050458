import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import type { ProviderDescription } from '../../../src-shared/providers.ts';
import type { OpenConfiguration } from '../../stores/configuration-editor.ts';
import { Field, type FieldTie } from '../../ui/Field.tsx';
import { ModelOptions } from './ModelOptions.tsx';
import './model-field.css';
import { type ModelChoice, useModelChoice } from './use-model-choice.ts';

interface ModelFieldProps {
  readonly opened: OpenConfiguration;
  readonly provider: ProviderDescription;
  readonly error: string | null;
  readonly takesFocus: boolean;
}

/** The model: chosen from what the provider lists, or typed. */
export function ModelField({ opened, provider, error, takesFocus }: ModelFieldProps) {
  const choice = useModelChoice(opened, provider, takesFocus);
  const listId = useId();
  const word = provider.capabilities.modelWord === 'deployment' ? 'Deployment' : 'Model';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is pressed here; the list goes when the focus does.
    <div
      className="model-field"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) choice.close();
      }}
    >
      <Field label={word} help={helpOf(provider)} error={error}>
        {(tie) => (
          <ModelInput tie={tie} value={opened.draft.model} choice={choice} listId={listId} takesFocus={takesFocus} />
        )}
      </Field>
    </div>
  );
}

function ModelInput(props: {
  readonly tie: FieldTie;
  readonly value: string;
  readonly choice: ModelChoice;
  readonly listId: string;
  readonly takesFocus: boolean;
}) {
  const { tie, value, choice, listId, takesFocus } = props;
  const { canList, isOpen, at, input, press, type, open, close } = choice;
  return (
    <div className="model-input">
      <input
        {...tie}
        ref={input}
        name="model"
        value={value}
        maxLength={512}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: it is the only thing left to fill in.
        autoFocus={takesFocus}
        {...(canList && {
          role: 'combobox',
          'aria-autocomplete': 'list' as const,
          'aria-expanded': isOpen,
          'aria-controls': isOpen ? listId : undefined,
          'aria-activedescendant': isOpen && at >= 0 ? `${listId}-${at}` : undefined,
        })}
        onKeyDown={press}
        onChange={(event) => type(event.target.value)}
      />
      {canList && (
        <button
          type="button"
          className="model-toggle"
          tabIndex={-1}
          aria-label={isOpen ? 'Close the list of models' : 'Open the list of models'}
          onClick={() => {
            if (isOpen) close();
            else open();
            input.current?.focus();
          }}
        >
          <ChevronDown size={16} aria-hidden />
        </button>
      )}
      {isOpen && <ModelOptions id={listId} choice={choice} />}
    </div>
  );
}

function helpOf({ capabilities }: ProviderDescription): string {
  if (capabilities.modelWord === 'deployment') return 'Its name, as you gave it at the provider.';
  return capabilities.listsModels ? 'Choose from the list, or type its id.' : 'Its id, as the provider calls it.';
}
