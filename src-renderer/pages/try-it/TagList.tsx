import type { Profile, Settings } from '../../../src-shared/settings.ts';
import { classNames } from '../../lib/class-names.ts';
import { findConfiguration } from '../../stores/settings.ts';

/** As many as are seen at once; who has more types the next letter. */
const mostOffered = 8;

/** The profiles whose tag begins with what is typed, then those that have it in their name. */
export function matchingProfiles(profiles: readonly Profile[], typed: string): readonly Profile[] {
  const byTag = profiles.filter(({ tag }) => tag.startsWith(typed));
  const byName = profiles.filter((each) => !byTag.includes(each) && each.name.toUpperCase().includes(typed));
  return [...byTag, ...byName].slice(0, mostOffered);
}

/** The tags that a message can begin with, above the field; the focus stays in the field. */
export function TagList(props: {
  readonly id: string;
  readonly profiles: readonly Profile[];
  readonly settings: Settings;
  readonly chosen: Profile;
  readonly take: (profile: Profile) => void;
}) {
  const { id, profiles, settings, chosen, take } = props;
  return (
    <div id={id} role="listbox" aria-label="Profiles" className="tag-list">
      {profiles.map((profile) => (
        <div
          key={profile.id}
          id={`${id}-${profile.tag}`}
          role="option"
          tabIndex={-1}
          aria-selected={profile === chosen}
          className={classNames('tag-option', profile === chosen && 'tag-option-at')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(profile)}
          onKeyDown={(event) => event.key === 'Enter' && take(profile)}
        >
          <code>@{profile.tag}</code>
          <span>{profile.name}</span>
          <span className="tag-asks">
            {findConfiguration(settings, profile.configurationId)?.name ?? 'what it asked was removed'}
          </span>
        </div>
      ))}
    </div>
  );
}
