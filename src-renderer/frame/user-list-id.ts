/** The popover of all users; pages may open it too. */
export const userListId = 'user-list';
