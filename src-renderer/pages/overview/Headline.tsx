import { useDocker, useHome, useSwitching, useUsers } from '../../app-stores.ts';
import { formatAge, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Shape } from '../../ui/Shape.tsx';
import './headline.css';
import { headlineOf } from './headline.ts';

/** The page's question answered in words, with the age of the answer. */
export function Headline() {
  const home = useHome((state) => state.home);
  const users = useUsers((state) => state.users);
  const docker = useDocker((state) => state.docker);
  const switching = useSwitching((state) => state.switching);
  if (home === null) return null;
  const { mood, text, since } = headlineOf({ home, users, docker, switching });
  return (
    <header className="headline">
      <Shape mood={mood} size={16} />
      <h1>{text}</h1>
      {since !== null && <HeadlineAge since={since} />}
    </header>
  );
}

function HeadlineAge({ since }: { readonly since: string }) {
  const now = useNow(10_000);
  const age = formatAge(since, now);
  if (age === null) return null;
  return (
    <p className="headline-age" title={`Last change: ${formatMoment(since, now)}`}>
      <span className="visually-hidden">Last change </span>
      {age}
    </p>
  );
}
