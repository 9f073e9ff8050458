import type { Profile } from '../../../src-shared/users.ts';
import { formatDay } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { seenWords } from './user-words.ts';

/** What is known of a user beside the fields: dates, data, and what other programs keep. */
export function ProfileFacts({ profile }: { readonly profile: Profile }) {
  const { createdAt, lastSeen, memoryYear, hasFolder, otherFields } = profile;
  const now = useNow(30_000);
  const others = Object.keys(otherFields);
  return (
    <div className="profile-part">
      <dl className="profile-facts">
        <dt>Added</dt>
        <dd>{createdAt === null ? 'Not known' : (formatDay(createdAt) ?? createdAt)}</dd>
        <dt>Last here</dt>
        <dd>
          {seenWords(lastSeen, now)}
          {memoryYear !== null && `, dated to ${memoryYear}`}
        </dd>
        <dt>Data</dt>
        <dd>{hasFolder ? 'Has a folder' : 'None yet; it is made at the first switch'}</dd>
      </dl>
      {others.length > 0 && (
        <details className="profile-other">
          <summary>Kept by other programs: {others.join(', ')}</summary>
          <pre>{JSON.stringify(otherFields, null, 2)}</pre>
        </details>
      )}
    </div>
  );
}
