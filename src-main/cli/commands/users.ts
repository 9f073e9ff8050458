import type { Command } from 'commander';
import { addCreate } from './users/create.ts';
import { addDelete } from './users/delete.ts';
import { addDeleted } from './users/deleted.ts';
import { addDuplicate } from './users/duplicate.ts';
import { addEdit } from './users/edit.ts';
import { addExport } from './users/export.ts';
import { addImport } from './users/import.ts';
import { addList } from './users/list.ts';
import { addRecover } from './users/recover.ts';
import { addShow } from './users/show.ts';

const examples = `
Examples:
  persag users create paula --name "Paula Smith" --type Admin
  persag users show paula
  persag users edit paula --set email=paula@example.org --set birth-date=1990-05-03 --unset phone
  persag users edit paula --avatar 🦊 --color 6 --dry-run
  persag users duplicate paula dana
  persag users delete dana --dry-run
  persag users delete dana --confirm dana
  persag users deleted
  persag users restore dana_20260102_030405_000 --as dana.2
  persag users recover
  persag users export paula ~/paula.zip --with memories,data,settings --passphrase-stdin < passphrase
  persag users import ~/paula.zip --as paula.2 --dry-run

Ids are found in any letter case. --dry-run judges everything and changes nothing.`;

/** `persag users ...`. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('the people of this computer').addHelpText('after', examples);
  for (const add of [
    addList,
    addShow,
    addCreate,
    addEdit,
    addDuplicate,
    addDelete,
    addDeleted,
    addRecover,
    addExport,
    addImport,
  ]) {
    add(users);
  }
}
