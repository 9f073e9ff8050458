import { type KeyboardEvent, useRef } from 'react';
import { hints } from '../../../src-shared/errors.ts';
import { type ProfileField as FieldName, fieldKinds, type UserType } from '../../../src-shared/user-fields.ts';
import type { Profile } from '../../../src-shared/users.ts';
import { useAccess, useStores } from '../../app-stores.ts';
import { shownText } from '../../lib/profile-draft.ts';
import { useMay } from '../../may.ts';
import { roleHelp } from '../../new-user/NewUserForm.tsx';
import type { OpenProfile } from '../../stores/user-editor.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Completeness } from './Completeness.tsx';
import { ConflictView } from './ConflictView.tsx';
import { LookPart } from './LookPart.tsx';
import { ProfileFacts } from './ProfileFacts.tsx';
import { ProfileField } from './ProfileField.tsx';
import { labelsOf, memoryYearWords } from './profile-words.ts';
import { saveProfile } from './save-profile.ts';

/** Every field of a profile; nothing is stored before Save, and then all of it or nothing. */
export function ProfileForm({ opened, base }: { readonly opened: OpenProfile; readonly base: Profile }) {
  const { userEditor } = useStores();
  const form = useRef<HTMLFormElement>(null);
  const { draft, failure, newer, alsoChanged } = opened;
  const { dismissFailure, dismissAlsoChanged } = userEditor.getState();
  const field = (name: FieldName) => <ProfileField field={name} opened={opened} base={base} />;
  const may = useMay('users.update', base.id);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void saveProfile(userEditor, form.current);
  };
  return (
    <form
      ref={form}
      className="profile-form"
      aria-label="Profile"
      noValidate
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        void saveProfile(userEditor, form.current);
      }}
    >
      {/* Enter in a field saves; the button to be seen is in the bar below. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      {failure !== null && <ErrorNotice title="Nothing was stored." error={failure} onDismiss={dismissFailure} />}
      {newer !== null && <ConflictView key={newer.revision} draft={draft} base={base} newer={newer} />}
      {alsoChanged.length > 0 && (
        <Notice
          mood="hint"
          role="status"
          title={`Somebody else changed ${labelsOf(alsoChanged)} meanwhile.`}
          onDismiss={dismissAlsoChanged}
        >
          <p>Both changes are kept.</p>
        </Notice>
      )}
      <Missing base={base} form={form} />
      {may.why !== null && <p className="panel-quiet">{may.why}</p>}
      <fieldset className="profile-part" disabled={!may.allowed}>
        <legend className="visually-hidden">Who they are</legend>
        {field('name')}
        <RoleField opened={opened} base={base} />
        {field('email')}
        {field('phone')}
        {field('address')}
      </fieldset>
      <LookPart user={base} />
      <fieldset className="profile-part" disabled={!may.allowed}>
        <legend className="visually-hidden">Life and memories</legend>
        <div className="profile-two">
          {field('birthDate')}
          {field('gender')}
        </div>
        <ProfileField field="deltaYear" opened={opened} base={base} help={<MemoryYear opened={opened} base={base} />} />
        {field('cognitiveState')}
        {field('npc')}
      </fieldset>
      <ProfileFacts profile={base} />
    </form>
  );
}

/** The role, which nobody gives to themselves but an Admin, and which the one Admin there is keeps. */
function RoleField({ opened, base }: { readonly opened: OpenProfile; readonly base: Profile }) {
  const may = useMay('users.update');
  const isLastAdmin = useAccess(({ access }) => access?.lastAdmin?.toLowerCase() === base.id.toLowerCase());
  const role = shownText('type', opened.draft, base);
  const locked = isLastAdmin ? `${base.name} is the only Admin. ${hints['access/last-admin']}` : may.why;
  const help = roleHelp[role as UserType] ?? 'Written by another program.';
  return (
    <fieldset className="profile-role" disabled={locked !== null}>
      <ProfileField field="type" opened={opened} base={base} help={locked === null ? help : `${help} ${locked}`} />
    </fieldset>
  );
}

function MemoryYear({ opened, base }: { readonly opened: OpenProfile; readonly base: Profile }) {
  const rule = fieldKinds.deltaYear.rule;
  return (
    <>
      {rule.charAt(0).toUpperCase() + rule.slice(1)}. {memoryYearWords(opened.draft, base)}
    </>
  );
}

/** How complete the profile is, and a way to each field that is missing. */
function Missing(props: { readonly base: Profile; readonly form: { readonly current: HTMLFormElement | null } }) {
  const { base, form } = props;
  const goTo = (field: FieldName) => {
    const control = form.current?.elements.namedItem(field);
    if (control instanceof HTMLElement) control.focus();
  };
  return (
    <div className="profile-missing">
      <Completeness percent={base.completeness} />
      <span className="panel-quiet">{base.missing.length === 0 ? 'The profile is complete.' : 'Missing:'}</span>
      {base.missing.map((field) => (
        <button key={field} type="button" onClick={() => goTo(field)}>
          {fieldKinds[field].label}
        </button>
      ))}
    </div>
  );
}
