import type { HomeNotice } from '../../../src-shared/home.ts';
import { useHome, useShell, useStores, useUsers } from '../../app-stores.ts';
import { isFirstTime } from '../../first-time.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';

/** What should be known before the rest is read: what is odd about the home, what failed. */
export function PageNotices() {
  const notices = useHome(({ home }) => home?.notices ?? none);
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  const failure = useShell(({ error }) => error);
  const { shell } = useStores();
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} onDismiss={() => shell.getState().dismissError()} />}
      {notices
        .filter(({ code }) => !elsewhere.includes(code) && !(first && code === 'user-id-default'))
        .map(({ code, message, hint }) => (
          <Notice key={message} mood={worrying.includes(code) ? 'warn' : 'unknown'} title={<Words text={message} />}>
            <p>
              <Words text={hint} />
            </p>
          </Notice>
        ))}
      {(users?.notices ?? []).map(({ message, hint }) => (
        <Notice key={message} mood="warn" title={<Words text={message} />}>
          <p>
            <Words text={hint} />
          </p>
        </Notice>
      ))}
    </>
  );
}

/** Said elsewhere, with the way out: beside the file's text, by the form for the first user, in the place of the switch. */
const elsewhere: readonly HomeNotice['code'][] = ['user-id-unreadable', 'switch-pending', 'switch-recovered'];
const none: readonly HomeNotice[] = [];
const worrying: readonly HomeNotice['code'][] = ['both-homes', 'unwatched', 'recovery-stuck'];
