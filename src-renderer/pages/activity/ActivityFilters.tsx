import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { activityResults, resultWords } from '../../../src-shared/activity-words.ts';
import { useActivity, useStores, useUsers } from '../../app-stores.ts';
import { type ActivityChoice, everything, isNarrowed } from '../../stores/activity.ts';
import { listedUsers } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { whatChoices } from './activity-words.ts';

/** A pause in typing after which main is asked, in milliseconds: a letter is no question. */
const pause = 200;
/** More users than these are not suggested; an id can be typed. */
const mostSuggested = 200;

/** What narrows the list. */
export function ActivityFilters() {
  const { activity: store } = useStores();
  const choice = useActivity((state) => state.choice);
  const choose = (changes: Partial<ActivityChoice>) => void store.getState().choose({ ...choice, ...changes });
  return (
    <section className="activity-filters" aria-label="Filters">
      <TypedFilter label="Find" value={choice.text} searches onSettle={(text) => choose({ text })} />
      <UserFilter value={choice.user} onSettle={(user) => choose({ user })} />
      <Choice label="Act" value={choice.what} onChange={(what) => choose({ what })}>
        {whatChoices.map(({ what, label }) => (
          <option key={what} value={what}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice label="Result" value={choice.result} onChange={(result) => choose({ result })}>
        {activityResults.map((result) => (
          <option key={result} value={result}>
            {resultWords[result]}
          </option>
        ))}
      </Choice>
      <Day label="From" value={choice.since} onChange={(since) => choose({ since })} />
      <Day label="To" value={choice.until} onChange={(until) => choose({ until })} />
      {isNarrowed(choice) && (
        <p className="activity-narrowed">
          Only what matches is shown.
          <Button kind="quiet" onClick={() => void store.getState().choose(everything)}>
            Clear filters
          </Button>
        </p>
      )}
    </section>
  );
}

function UserFilter({ value, onSettle }: { readonly value: string; readonly onSettle: (user: string) => void }) {
  const users = listedUsers(useUsers((state) => state.users));
  const listId = useId();
  /** People type names as well as ids. */
  const idOf = (typed: string) => {
    const wanted = typed.trim().toLowerCase();
    return users.find(({ name }) => name.toLowerCase() === wanted)?.id ?? wanted;
  };
  return (
    <>
      <TypedFilter label="User" value={value} list={listId} onSettle={(typed) => onSettle(idOf(typed))} />
      <datalist id={listId}>
        {users.slice(0, mostSuggested).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** A field whose text counts once nobody has typed for a moment. */
function TypedFilter(props: {
  readonly label: string;
  readonly value: string;
  readonly searches?: boolean;
  readonly list?: string;
  readonly onSettle: (value: string) => void;
}) {
  const { label, value, searches = false, list, onSettle } = props;
  const id = useId();
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Cleared from elsewhere.
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSettle(text), pause);
  };
  return (
    <div className="activity-filter">
      <label htmlFor={id}>{label}</label>
      <span className="activity-filter-field">
        {searches && <Search size={14} aria-hidden />}
        <input
          id={id}
          type="text"
          value={typed}
          list={list}
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
        />
      </span>
    </div>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  const { label, value, onChange, children } = props;
  const id = useId();
  return (
    <div className="activity-filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">All</option>
        {children}
      </select>
    </div>
  );
}

function Day(props: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  const id = useId();
  return (
    <div className="activity-filter">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
