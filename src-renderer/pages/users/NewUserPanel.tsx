import { useStores, useUsers } from '../../app-stores.ts';
import { NewUserForm } from '../../new-user/NewUserForm.tsx';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import { SidePanel } from '../../ui/SidePanel.tsx';

/** Adds a user, by themselves or after another one. */
export function NewUserPanel(props: { readonly openUser: (id: string) => void; readonly close: () => void }) {
  const { openUser, close } = props;
  const { users: store } = useStores();
  const { form, users } = useUsers((state) => state);
  const { duplicateOf: from } = form;
  const create = async (values: Parameters<ReturnType<typeof store.getState>['create']>[0]) => {
    const made = await store.getState().create(values);
    if (made !== null) openUser(made.id);
  };
  return (
    <SidePanel
      key={from?.id ?? ''}
      title={from === null ? 'Add a user' : `Duplicate ${from.name}`}
      takesFocus={false}
      close={close}
    >
      {from !== null && (
        <p className="panel-quiet">
          The new user gets {from.name}’s role, colour and NPC mark. Nothing personal is taken along: no contact, no
          birth date, no memories, no data.
        </p>
      )}
      <NewUserForm
        label={from === null ? 'Add user' : 'Duplicate user'}
        act="Add"
        suggestedId={form.suggestedId}
        users={listedUsers(users).filter(isRegistered)}
        saving={form.saving}
        error={form.error}
        withRole={from === null}
        takesFocus
        submit={(values) => void create(values)}
        discard={close}
      />
      {from === null && <p className="panel-quiet">All other fields can be filled in once the user is there.</p>}
    </SidePanel>
  );
}
