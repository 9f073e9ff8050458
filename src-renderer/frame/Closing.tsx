import { useDocker, useMigration, useShell, useSwitching, useUsers } from '../app-stores.ts';
import { useLate } from '../lib/use-late.ts';
import { userName } from '../stores/users.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import './closing.css';
import { closingWords } from './closing-words.ts';

/** Closing is over in a moment mostly; longer than this a person wants to know why it is not. */
const moment = 250;

/** While the app is being closed: what it still waits for. Nothing else can be done meanwhile. */
export function Closing() {
  const closing = useShell(({ shell }) => shell?.closing === true);
  const switching = useSwitching((state) => state.switching);
  const docker = useDocker((state) => state.docker);
  const migration = useMigration((state) => state.migration);
  const users = useUsers((state) => state.users);
  const late = useLate(closing, moment);
  if (!late) return null;
  return (
    <Dialog title="Closing" onClose={() => undefined}>
      <p className="closing" role="status">
        <Spinner />
        {closingWords({ switching, docker, migration }, (id) => userName(users, id))}
      </p>
    </Dialog>
  );
}
