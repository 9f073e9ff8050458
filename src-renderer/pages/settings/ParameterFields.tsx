import { type ParameterName, type Parameters, parameterNames } from '../../../src-shared/providers.ts';
import { type ParameterTexts, readParameters } from '../../lib/configuration-draft.ts';
import type { Problems } from '../../lib/form-editor.ts';
import { Field } from '../../ui/Field.tsx';
import { parameterSummary, parameterWords } from './settings-words.ts';

/** The parameters that a provider takes; what is left empty is the provider's own, or what counts anyway. */
export function ParameterFields(props: {
  readonly names: readonly ParameterName[];
  readonly texts: ParameterTexts;
  /** What counts where a field is left empty. */
  readonly inherited: Parameters;
  readonly refused: Problems;
  readonly onChange: (texts: ParameterTexts, name: ParameterName) => void;
}) {
  const { names, texts, inherited, refused, onChange } = props;
  const { values, problems } = readParameters(texts);
  // One that is set for another provider stays to be seen, so that it can be taken away.
  const shown = parameterNames.filter((name) => names.includes(name) || (texts[name] ?? '') !== '');
  const summary = parameterSummary(values);
  return (
    <details className="parameters" open={Object.keys(problems).length > 0 || undefined}>
      <summary>
        Parameters<span className="parameters-summary">{summary === '' ? 'all as usual' : summary}</span>
      </summary>
      <div className="parameter-grid">
        {shown.map((name) => (
          <Field
            key={name}
            label={parameterWords[name].label}
            help={parameterWords[name].help}
            error={problems[name] ?? refused[name] ?? null}
          >
            {(tie) => (
              <input
                {...tie}
                name={name}
                inputMode="decimal"
                value={texts[name] ?? ''}
                placeholder={inherited[name]?.toString() ?? 'as usual'}
                maxLength={12}
                autoComplete="off"
                onChange={(event) => onChange({ ...texts, [name]: event.target.value }, name)}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}
