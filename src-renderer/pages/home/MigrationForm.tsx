import { FolderOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMigration, useStores } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import type { PlanInput } from '../../stores/migration.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';

type Conflicts = NonNullable<PlanInput['conflicts']>;

const choices: Readonly<Record<Conflicts, string>> = {
  keep: 'This home’s stays',
  replace: 'The other folder’s is taken, and this home’s is in the backup',
};

/** Where to move in from, and whose file wins. Making a plan changes nothing. */
export function MigrationForm() {
  const { migration, shell } = useStores();
  const { why } = useMay('migration.plan');
  const planning = useMigration(({ asked }) => asked === 'plan');
  const [from, setFrom] = useState('');
  const [conflicts, setConflicts] = useState<Conflicts>('keep');
  const [tried, setTried] = useState(false);
  const missing = from.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!missing) void migration.getState().makePlan({ from: from.trim(), conflicts });
  };
  const choose = async () => {
    const chosen = await shell.getState().chooseFolder('Folder to move in from');
    if (chosen !== null) setFrom(chosen);
  };
  return (
    <form className="migration-form home-panel" aria-label="Make a plan" onSubmit={submit} noValidate>
      <Field
        label="Folder to move in from"
        help="An agent’s project folder, or another home such as ~/.persagent. Name this home itself to mend paths in it that lead elsewhere."
        error={tried && missing ? 'Type the path of a folder.' : null}
      >
        {(tie) => (
          <div className="migration-from">
            <input
              {...tie}
              value={from}
              placeholder="~/.persagent"
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setFrom(event.target.value)}
            />
            <Button icon={FolderOpen} onClick={() => void choose()}>
              Choose
            </Button>
          </div>
        )}
      </Field>
      <fieldset className="migration-conflicts">
        <legend>Where both have a file and they differ</legend>
        {(Object.keys(choices) as Conflicts[]).map((each) => (
          <label key={each}>
            <input type="radio" name="conflicts" checked={conflicts === each} onChange={() => setConflicts(each)} />
            {choices[each]}
          </label>
        ))}
      </fieldset>
      <div className="home-buttons">
        <Button type="submit" kind="primary" busy={planning} disabledReason={why}>
          Make a plan
        </Button>
        <p>A plan changes nothing. The other folder is never changed.</p>
      </div>
    </form>
  );
}
