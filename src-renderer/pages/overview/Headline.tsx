import { useDocker, useHome, useSwitching, useUsers } from '../../app-stores.ts';
import { formatAge, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { PageHead } from '../../ui/PageHead.tsx';
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
    <PageHead mood={mood} text={text}>
      {since !== null && <HeadlineAge since={since} />}
    </PageHead>
  );
}

function HeadlineAge({ since }: { readonly since: string }) {
  const now = useNow(10_000);
  const age = formatAge(since, now);
  if (age === null) return null;
  return (
    <p className="page-head-aside" title={`Last change: ${formatMoment(since, now)}`}>
      <span className="visually-hidden">Last change </span>
      {age}
    </p>
  );
}
