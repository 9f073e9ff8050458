import { type Command, InvalidArgumentError } from 'commander';
import { type FieldValue, fieldKinds, type ProfileField, profileFields } from '../../../../src-shared/user-fields.ts';
import { userColorCount, whyNoAvatar } from '../../../../src-shared/user-look.ts';
import { valueOfText } from '../../../../src-shared/user-rules.ts';
import type { Profile } from '../../../../src-shared/users.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../../session.ts';
import { shownValue } from './show.ts';

type Changes = Partial<Record<ProfileField, FieldValue>>;

interface EditOptions extends CommonOptions {
  readonly set?: Changes;
  readonly unset?: Changes;
  readonly color?: number | null;
  readonly avatar?: string | null;
  readonly revision?: string;
  readonly dryRun?: boolean;
}

const fields = profileFields.map((field) => fieldKinds[field].upstream.replace('user_', '').replaceAll('_', '-'));

/** `persag users edit`. */
export function addEdit(users: Command): void {
  users
    .command('edit')
    .description('change fields of a profile: all that are named, or none')
    .argument('<id>', 'as `persag users list` shows it')
    .option('--set <field=value>', `may be given often; fields: ${fields.join(', ')}`, readSet)
    .option('--unset <field>', 'may be given often', readUnset)
    .option('--color <number>', `0 to ${userColorCount - 1}, or auto`, readColor)
    .option('--avatar <sign>', 'an emoji, one or two letters, or auto', readAvatar)
    .option('--revision <text>', 'as `show --json` told it: refused where a field was changed since')
    .option('--dry-run', 'judge everything, change nothing')
    .addHelpText('after', rules())
    .action((id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<EditOptions>();
      if (Object.keys({ ...options.set, ...options.unset }).length === 0 && !changesLook(options)) {
        command.error('error: nothing to change; give --set, --unset, --color or --avatar', { exitCode: 2 });
      }
      return runCommand(options, (session) => edit(session, id, options));
    });
}

async function edit({ api, output }: Session, id: string, options: EditOptions): Promise<boolean> {
  const before = await unwrap(api.users.get({ id }));
  const changes = { ...options.set, ...options.unset };
  const dryRun = options.dryRun === true;
  // As it is in the registry: a look-up without letter case could find another twin the second time.
  const asked = { id: before.id, revision: options.revision ?? before.revision, changes, dryRun };
  const saved = await unwrap(api.users.update(asked));
  let profile = saved.profile;
  if (changesLook(options)) {
    const { color = before.color, avatar = before.avatar } = options;
    if (!dryRun) await unwrap(api.users.setLook({ id: before.id, color, avatar }));
    profile = { ...profile, color, avatar };
  }
  const { alsoChanged } = saved;
  output.answer({ profile, alsoChanged, dryRun }, editedText(before, profile, dryRun));
  return true;
}

function editedText(before: Profile, after: Profile, dryRun: boolean): string {
  const lines = profileFields
    .filter((field) => before[field] !== after[field])
    .map((field) => `${fieldKinds[field].label}: ${shownValue(before[field])} -> ${shownValue(after[field])}`);
  if (before.color !== after.color) lines.push(`Colour: ${before.color ?? 'auto'} -> ${after.color ?? 'auto'}`);
  if (before.avatar !== after.avatar) lines.push(`Avatar: ${before.avatar ?? 'auto'} -> ${after.avatar ?? 'auto'}`);
  if (lines.length === 0) return 'Nothing to do: everything is so already.';
  return [dryRun ? 'Would be changed; nothing was:' : `Saved ${after.name} (${after.id}):`, ...lines].join('\n');
}

function changesLook({ color, avatar }: EditOptions): boolean {
  return color !== undefined || avatar !== undefined;
}

function readSet(text: string, before: Changes = {}): Changes {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It has to be field=value.');
  const field = fieldOf(text.slice(0, at));
  return { ...before, [field]: valueOfText(field, text.slice(at + 1)) };
}

function readUnset(text: string, before: Changes = {}): Changes {
  return { ...before, [fieldOf(text)]: null };
}

/** A field by its name here or upstream's, however its words are joined. */
function fieldOf(text: string): ProfileField {
  const plain = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();
  const found = profileFields.find((field) =>
    [field, fieldKinds[field].upstream].some((name) => plain(name) === plain(text)),
  );
  if (found === undefined) throw new InvalidArgumentError(`There is no field ${text}; there are ${fields.join(', ')}.`);
  return found;
}

function readColor(text: string): number | null {
  if (text === 'auto') return null;
  const color = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (color >= 0 && color < userColorCount) return color;
  throw new InvalidArgumentError(`It has to be a number from 0 to ${userColorCount - 1}, or auto.`);
}

function readAvatar(text: string): string | null {
  if (text === 'auto') return null;
  const why = whyNoAvatar(text);
  if (why !== null) throw new InvalidArgumentError(`It ${why}.`);
  return text;
}

function rules(): string {
  const lines = profileFields.map((field, index) => `  ${(fields[index] ?? '').padEnd(16)} ${fieldKinds[field].rule}`);
  return `\nFields:\n${lines.join('\n')}`;
}
