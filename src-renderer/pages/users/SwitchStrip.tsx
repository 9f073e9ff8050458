import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { stepTitles } from '../../../src-shared/step-titles.ts';
import { useStores, useSwitching, useUsers } from '../../app-stores.ts';
import { overviewHref } from '../../lib/place.ts';
import { userName } from '../../stores/users.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** A switch that runs, or how the one that was begun on this page has ended; the Overview has the rest. */
export function SwitchStrip() {
  const { switching: store } = useStores();
  const { switching, refusal } = useSwitching((state) => state);
  const users = useUsers((state) => state.users);
  // What ended before the page was opened is no news here.
  const [noted, setNoted] = useState(switching?.state === 'idle' ? (switching.last?.endedAt ?? null) : null);
  const nameOf = (id: string) => userName(users, id);
  if (refusal !== null) {
    return (
      <ErrorNotice
        title={`The switch to ${nameOf(refusal.userId)} was refused.`}
        error={refusal.error}
        onDismiss={() => store.getState().dismissRefusal()}
      />
    );
  }
  if (switching?.state === 'running') {
    const step = switching.steps.find(({ state }) => state === 'running');
    return (
      <Notice mood="starting" title={`Switching to ${nameOf(switching.to)}`} actions={<OverviewLink />}>
        {step !== undefined && <p>{stepTitles[step.name]}</p>}
      </Notice>
    );
  }
  const last = switching?.last ?? null;
  if (last === null || last.endedAt === noted) return null;
  const { success, user_id: id, error } = last.report;
  const dismiss = () => setNoted(last.endedAt);
  if (success) return <Notice mood="ok" title={`Switched to ${nameOf(id)}.`} onDismiss={dismiss} />;
  return (
    <Notice
      mood="failed"
      title={`The switch to ${nameOf(id)} was taken back.`}
      actions={<OverviewLink />}
      onDismiss={dismiss}
    >
      {error !== undefined && <p>{error.message}</p>}
    </Notice>
  );
}

function OverviewLink() {
  return (
    <a className="users-link" href={overviewHref}>
      Show the steps <ArrowRight size={14} aria-hidden />
    </a>
  );
}
