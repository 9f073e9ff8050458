import { useHome } from '../../app-stores.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import './unreadable-user-id.css';

/** Longer texts are cut: they are shown to be recognised, not to be read. */
const longest = 2000;

/** env.userid cannot be read: its text as it is, and the way to say who is current. */
export function UnreadableUserId() {
  const current = useHome((state) => state.home?.currentUser ?? null);
  if (current?.state !== 'unreadable') return null;
  const { text, why } = current;
  return (
    <ErrorNotice
      title="env.userid cannot be read."
      error={{
        code: 'home/user-id-unreadable',
        message: `${why.charAt(0).toUpperCase()}${why.slice(1).replace(/\.$/, '')}.`,
        hint: 'Choose below who is current. The text is kept in a backup first.',
      }}
    >
      {text.trim() === '' ? (
        <p>The file has no text.</p>
      ) : (
        <pre className="unreadable-user-id-text">{text.slice(0, longest)}</pre>
      )}
    </ErrorNotice>
  );
}
