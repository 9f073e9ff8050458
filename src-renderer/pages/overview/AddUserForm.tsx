import { useStores, useUsers } from '../../app-stores.ts';
import { NewUserForm } from '../../new-user/NewUserForm.tsx';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import './add-user-form.css';

/** Adds a user; `first` is the form of a start without any, which is just there and cannot be left. */
export function AddUserForm({ first }: { readonly first: boolean }) {
  const { users: store } = useStores();
  const { form, users } = useUsers((state) => state);
  const { create, closeForm } = store.getState();
  return (
    <div className="add-user">
      <NewUserForm
        label="Add user"
        act="Add"
        suggestedId={form.suggestedId}
        users={listedUsers(users).filter(isRegistered)}
        saving={form.saving}
        error={form.error}
        withRole
        takesFocus={!first}
        submit={(values) => void create(values)}
        {...(first ? {} : { discard: closeForm })}
      />
    </div>
  );
}
