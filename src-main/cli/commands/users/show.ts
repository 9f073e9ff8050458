import type { Command } from 'commander';
import { fieldKinds, type ProfileField, profileFields } from '../../../../src-shared/user-fields.ts';
import type { Profile } from '../../../../src-shared/users.ts';
import { table } from '../../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../../session.ts';

/** `persag users show`. */
export function addShow(users: Command): void {
  users
    .command('show')
    .description('the whole profile of one user')
    .argument('<id>', 'as `persag users list` shows it')
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const profile = await unwrap(api.users.get({ id }));
        output.answer(profile, profileText(profile));
        return true;
      }),
    );
}

/** A profile in words, a field a line. */
export function profileText(profile: Profile): string {
  const { problems, missing, memoryYear, otherFields } = profile;
  const rows = profileFields.map((field) => [fieldKinds[field].label, shownValue(profile[field])]);
  const look = [profile.color === null ? '' : `colour ${profile.color}`, profile.avatar ?? ''].filter(Boolean);
  const others = Object.entries(otherFields).map(([name, json]) => `${name} = ${json}`);
  return [
    `${profile.id}${profile.isCurrent ? ' (current user)' : ''}`,
    table([
      ...rows,
      [
        'Last seen',
        `${profile.lastSeen ?? 'never'}${memoryYear === null ? '' : ` (dated to the memory year ${memoryYear})`}`,
      ],
      ['Added', profile.createdAt ?? 'unknown'],
      ['Look', look.join(', ') || 'as usual'],
      ['Complete', `${profile.completeness} %${missing.length === 0 ? '' : `, missing: ${labels(missing)}`}`],
    ]),
    ...problems.map(({ field, why }) => `Problem: ${fieldKinds[field].label} ${why}.`),
    ...(profile.unsafe === null ? [] : [`Problem: cannot be switched to: ${profile.unsafe}.`]),
    ...(profile.hasFolder ? [] : ['There is no folder with data of this user.']),
    ...(others.length === 0 ? [] : [`Kept for other programs: ${others.join(', ')}`]),
  ].join('\n');
}

/** A value in words; line breaks and what else a terminal obeys are shown, not done. */
export function shownValue(value: string | number | boolean | null): string {
  if (value === null || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value)
    .replaceAll('\n', ', ')
    .replaceAll(/\p{Cc}/gu, '\uFFFD');
}

function labels(fields: readonly ProfileField[]): string {
  return fields.map((field) => fieldKinds[field].label.toLowerCase()).join(', ');
}
