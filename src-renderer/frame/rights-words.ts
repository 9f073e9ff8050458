import type { Actor, Role } from '../../src-shared/roles.ts';

const rights: Readonly<Record<Role, string>> = {
  Admin: 'may do everything.',
  Standard: 'may switch, work the services and manage what is their own.',
  Guest: 'may switch and look.',
};

/** In a sentence, as whom a window acts and what that allows. */
export function rightsOf({ name, role, mayAll }: Actor): string {
  if (role === null) return `${name} acts here: until the app can tell who that is, only repairs can be made.`;
  if (mayAll && role !== 'Admin') return `${name} may do everything, as nobody here is an Admin yet.`;
  return `${name} (${role}) ${rights[role]}`;
}
