import { useId } from 'react';
import type { Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';

/** Whom to ask, for questions without a tag. */
export function ConfigurationChoice(props: { readonly settings: Settings; readonly chosen: string | null }) {
  const { settings, chosen } = props;
  const { chat } = useStores();
  const id = useId();
  const isThere = settings.configurations.some((each) => each.id === chosen);
  return (
    <div className="configuration-choice">
      <label htmlFor={id}>Ask</label>
      <select
        id={id}
        value={isThere ? (chosen ?? '') : ''}
        onChange={(event) => chat.getState().chooseConfiguration(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">The default</option>
        {settings.configurations.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
