import { RotateCcw, Wrench } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RecoveryChoice, RecoveryPlan } from '../../../src-shared/user-removal.ts';
import { useStores, useUserRecovery } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import './recovery.css';
import { RecoveredUsers } from './RecoveredUsers.tsx';
import { choiceTitle, choiceWhy, lackWords } from './recovery-words.ts';

/** The ways to a usable list of users, the best first; one is chosen, looked at and, asked once more, gone. */
export function RecoveryChoices({ done }: { readonly done: () => void }) {
  const { userRecovery } = useStores();
  const { plan, planning, error } = useUserRecovery((state) => state);
  useEffect(() => void userRecovery.getState().makePlan(), [userRecovery]);
  const again = (
    <Button icon={RotateCcw} busy={planning} onClick={() => void userRecovery.getState().makePlan()}>
      Look again
    </Button>
  );
  return (
    <>
      {error !== null && <ErrorNotice title="Nothing was recovered." error={error} actions={again} />}
      {plan === null && error === null && <Skeleton width={48} height={90} />}
      {plan !== null && plan.choices.length > 0 && <Choices key={plan.id} plan={plan} done={done} />}
      {plan !== null && plan.choices.length === 0 && (
        <>
          <p className="panel-quiet">{nothingToGain(plan)}</p>
          <div className="users-buttons">{again}</div>
        </>
      )}
    </>
  );
}

function nothingToGain({ state }: RecoveryPlan): string {
  if (state === 'readable') return 'Nobody is missing: no copy and no data folder has anyone who is not in the list.';
  return 'There is no copy of the list, and no data folder of anyone. Add the users anew.';
}

function Choices({ plan, done }: { readonly plan: RecoveryPlan; readonly done: () => void }) {
  const { userRecovery } = useStores();
  const running = useUserRecovery((state) => state.running !== null);
  const now = useNow(30_000);
  const may = useMay('users.recover');
  const [chosenId, setChosenId] = useState(plan.choices[0]?.id);
  const [asking, setAsking] = useState(false);
  const chosen = plan.choices.find(({ id }) => id === chosenId);
  const recover = async () => {
    if (chosen !== undefined && (await userRecovery.getState().recover(chosen.id))) done();
  };
  return (
    <div className="recovery">
      <fieldset className="choices" disabled={running || asking}>
        <legend>Ways back</legend>
        {plan.choices.map((choice) => (
          <label key={choice.id}>
            <input
              type="radio"
              name="recovery-choice"
              checked={choice.id === chosenId}
              onChange={() => setChosenId(choice.id)}
            />
            <span>
              {choiceTitle(choice, now)}
              <small>{choiceWhy(choice)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen !== undefined && <ChoiceFacts choice={chosen} keepsAs={plan.keepsAs} />}
      {chosen !== undefined && asking && (
        <Confirm
          label="Confirm the recovery"
          icon={Wrench}
          act={`Write the list with ${formatCount(chosen.users.length, 'user')}`}
          keep="Not now"
          busy={running}
          onConfirm={() => void recover()}
          onCancel={() => setAsking(false)}
        >
          {plan.keepsAs === null
            ? 'The list is written as shown.'
            : 'The list is written as shown. The file that is there now is kept beside it.'}
        </Confirm>
      )}
      {chosen !== undefined && !asking && (
        <div className="users-buttons">
          <Button kind="primary" icon={Wrench} disabledReason={may.why} onClick={() => setAsking(true)}>
            Recover {formatCount(chosen.users.length, 'user')}
          </Button>
        </div>
      )}
    </div>
  );
}

function ChoiceFacts({ choice, keepsAs }: { readonly choice: RecoveryChoice; readonly keepsAs: string | null }) {
  return (
    <section className="panel-part" aria-label="The list that would be written">
      <h3>The list that would be written</h3>
      <RecoveredUsers users={choice.users} />
      {choice.lacks.length > 0 && <p className="recovery-lacks">{lackWords(choice.lacks)}</p>}
      {choice.from !== null && (
        <p className="panel-quiet">
          From <code className="panel-path">{choice.from}</code>
        </p>
      )}
      {keepsAs !== null && (
        <p className="panel-quiet">
          The file as it is will be kept as <code className="panel-path">{keepsAs}</code>
        </p>
      )}
    </section>
  );
}
