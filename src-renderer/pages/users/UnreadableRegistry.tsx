import type { UsersState } from '../../../src-shared/users.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RecoveryChoices } from './RecoveryChoices.tsx';
import { UsersNotices } from './UsersNotices.tsx';

/** The registry cannot be read: what is wrong with it, and the ways back, each shown before it is gone. */
export function UnreadableRegistry({ state }: { readonly state: Extract<UsersState, { state: 'unreadable' }> }) {
  return (
    <>
      <PageHead mood="failed" text="The list of users cannot be read." />
      <ErrorNotice error={state.error} />
      <UsersNotices notices={state.notices} openUser={() => undefined} />
      <section className="section" aria-labelledby="recovery-heading">
        <div className="section-head">
          <h2 id="recovery-heading">Recover</h2>
          <p className="section-hint">Nothing is changed before you choose</p>
        </div>
        <RecoveryChoices done={() => undefined} />
      </section>
    </>
  );
}
