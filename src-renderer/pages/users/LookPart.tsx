import { type FormEvent, useState } from 'react';
import { userColorCount, whyNoAvatar } from '../../../src-shared/user-look.ts';
import type { Profile } from '../../../src-shared/users.ts';
import { useStores } from '../../app-stores.ts';
import { initialOf, userColor } from '../../lib/user-color.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import './look-part.css';

/** Colour and sign of a user's dot. Not a field of the profile, so a choice counts at once. */
export function LookPart({ user }: { readonly user: Profile }) {
  const { userEditor } = useStores();
  const { color, avatar } = user;
  const { setLook } = userEditor.getState();
  const may = useMay('users.setLook', user.id);
  return (
    <fieldset className="profile-part" disabled={!may.allowed}>
      <legend className="visually-hidden">Look</legend>
      <h3>Look, applied at once</h3>
      <fieldset className="look-colors">
        <legend>Colour</legend>
        <Swatch
          label="By id"
          color={userColor(user.id)}
          automatic
          checked={color === null}
          choose={() => void setLook({ color: null, avatar })}
        />
        {Array.from({ length: userColorCount }, (_, each) => (
          <Swatch
            // biome-ignore lint/suspicious/noArrayIndexKey: a colour is its number.
            key={each}
            label={`Colour ${each + 1}`}
            color={each}
            checked={color === each}
            choose={() => void setLook({ color: each, avatar })}
          />
        ))}
      </fieldset>
      <AvatarField key={avatar} user={user} />
    </fieldset>
  );
}

function Swatch(props: {
  readonly label: string;
  readonly color: number;
  readonly checked: boolean;
  /** What the id gives, as long as nothing is chosen. */
  readonly automatic?: boolean;
  readonly choose: () => void;
}) {
  const { label, color, checked, automatic = false, choose } = props;
  return (
    <label className="look-color" title={label} data-user-color={color}>
      <input type="radio" name="look-color" className="visually-hidden" checked={checked} onChange={choose} />
      <span className="look-dot" aria-hidden="true">
        {automatic ? 'A' : ''}
      </span>
      <span className="visually-hidden">{label}</span>
    </label>
  );
}

function AvatarField({ user }: { readonly user: Profile }) {
  const { userEditor } = useStores();
  const { color, avatar, name } = user;
  const [typed, setTyped] = useState(avatar ?? '');
  const sign = typed.trim();
  const problem = sign === '' ? null : whyNoAvatar(sign);
  const apply = () => void userEditor.getState().setLook({ color, avatar: sign === '' ? null : sign });
  const submit = (event: FormEvent | React.KeyboardEvent) => {
    event.preventDefault();
    if (problem === null) apply();
  };
  return (
    <div className="look-avatar">
      <Field
        label="Sign"
        help={`An emoji, or one or two letters or digits. Left empty: ${initialOf(name)}.`}
        error={problem === null ? null : `Sign ${problem}.`}
      >
        {(tie) => (
          <input
            {...tie}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              // The form around it would save the fields.
              if (event.key === 'Enter') submit(event);
            }}
          />
        )}
      </Field>
      {sign !== (avatar ?? '') && (
        <Button disabledReason={problem === null ? null : 'Correct the sign first'} onClick={apply}>
          {sign === '' ? 'Use the initial' : `Use ${sign}`}
        </Button>
      )}
    </div>
  );
}
