import { Search } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import type { LogLevelName } from '../../../src-shared/log-level.ts';
import { useLogs, useStores } from '../../app-stores.ts';
import type { LogFilter } from '../../lib/log-rows.ts';
import { levelChoices } from './log-words.ts';

/** While somebody types, lines are searched after the last key, and not for each. */
const typingMs = 120;

/** Which lines are shown: those with a text, of a level, of a service. */
export function LogFilters() {
  const { logs } = useStores();
  const filter = useLogs((state) => state.filter);
  const change = (changes: Partial<LogFilter>) => {
    const { setFilter, filter: now } = logs.getState();
    void setFilter({ ...now, ...changes });
  };
  const services = filter.services.length === 1 ? (filter.services[0] ?? '') : '';
  return (
    <div className="logs-filters">
      <SearchField text={filter.text} change={(text) => change({ text })} />
      <Choice
        label="Level"
        value={filter.level}
        choices={levelChoices}
        change={(level) => change({ level: level as LogLevelName })}
      />
      <Choice
        label="Service"
        value={services}
        choices={[['', 'Both services'], ...serviceNames.map((name) => [name, serviceTitles[name]] as const)]}
        change={(name) => change({ services: serviceNames.filter((one) => name === '' || one === name) })}
      />
    </div>
  );
}

function SearchField({ text, change }: { readonly text: string; readonly change: (text: string) => void }) {
  const id = useId();
  const [typed, setTyped] = useState(text);
  // Emptied from elsewhere, as by "Show all lines".
  useEffect(() => setTyped(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed begins a search.
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => change(typed), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className="logs-filter">
      <label htmlFor={id}>Search</label>
      <span className="logs-search">
        <Search size={14} aria-hidden />
        <input
          id={id}
          type="search"
          value={typed}
          placeholder="Text in a line"
          onChange={(event) => setTyped(event.target.value)}
        />
      </span>
    </div>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [string, string])[];
  readonly change: (value: string) => void;
}) {
  const { label, value, choices, change } = props;
  const id = useId();
  return (
    <div className="logs-filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.target.value)}>
        {choices.map(([choice, title]) => (
          <option key={choice} value={choice}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
