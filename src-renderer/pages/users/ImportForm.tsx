import { Upload } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ImportPlan } from '../../../src-shared/archives.ts';
import { normaliseUserId } from '../../../src-shared/user-id.ts';
import { useStores, useUsers } from '../../app-stores.ts';
import { formatBytes, formatCount, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { idProblem } from '../../new-user/new-user-words.ts';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { partTitles, sizeWords } from './archive-words.ts';
import { LeftOutList } from './LeftOutList.tsx';

/** What an archive holds and where it would go; the id, the secrets and a conflict are decided here. */
export function ImportForm({ plan, importing }: { readonly plan: ImportPlan; readonly importing: boolean }) {
  const { archives } = useStores();
  const users = useUsers((state) => listedUsers(state.users));
  const [id, setId] = useState(plan.suggestedId);
  const [replace, setReplace] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [withoutSecrets, setWithoutSecrets] = useState(false);
  const [tried, setTried] = useState(false);
  const { conflict, secrets, user } = plan;
  // Whoever is replaced has the archived id, whatever was typed.
  const problem = replace ? null : idProblem(id, users.filter(isRegistered));
  const locked = secrets > 0 && !withoutSecrets && passphrase === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== null || locked || importing) return;
    void archives.getState().import({
      ...(replace ? { conflict: 'replace' } : { id: normaliseUserId(id) }),
      ...(secrets > 0 && !withoutSecrets ? { passphrase } : {}),
      ...(withoutSecrets ? { withoutSecrets } : {}),
    });
  };
  return (
    <form className="archive-form" aria-label="Import" onSubmit={submit} noValidate>
      <PlanFacts plan={plan} />
      {conflict !== null && (
        <fieldset className="choices" disabled={importing}>
          <legend>
            {conflict === 'user'
              ? `There is a user ${user.id} already`
              : `There is a folder ${user.id} that nobody owns`}
          </legend>
          <label>
            <input type="radio" name="import-conflict" checked={!replace} onChange={() => setReplace(false)} />
            <span>
              Import under another id
              <small>Both stay.</small>
            </span>
          </label>
          {conflict === 'user' && (
            <label>
              <input type="radio" name="import-conflict" checked={replace} onChange={() => setReplace(true)} />
              <span>
                Replace {user.id}
                <small>What is there is backed up and checked first, then it goes.</small>
              </span>
            </label>
          )}
        </fieldset>
      )}
      {!replace && (
        <Field label="New id" help="Names the data folder and cannot be changed." error={problem}>
          {(tie) => (
            <input
              {...tie}
              value={id}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setId(event.target.value)}
            />
          )}
        </Field>
      )}
      {secrets > 0 && (
        <>
          {!withoutSecrets && (
            <Field
              label="Passphrase of the archive"
              help={`${formatCount(secrets, 'file')} with secrets ${secrets === 1 ? 'is' : 'are'} encrypted with it.`}
              error={tried && passphrase === '' ? 'Enter the passphrase, or leave the secrets out.' : null}
            >
              {(tie) => (
                <input
                  {...tie}
                  type="password"
                  autoComplete="off"
                  value={passphrase}
                  onChange={(event) => setPassphrase(event.target.value)}
                />
              )}
            </Field>
          )}
          <label className="profile-check">
            <input
              type="checkbox"
              checked={withoutSecrets}
              onChange={(event) => setWithoutSecrets(event.target.checked)}
            />
            Leave the secrets out
          </label>
        </>
      )}
      {!importing && (
        <div className="users-buttons">
          <Button type="submit" kind={replace ? 'danger' : 'primary'} icon={Upload}>
            {replace ? `Replace ${user.id} by ${user.name}` : `Import ${user.name}`}
          </Button>
          <Button onClick={() => archives.getState().closeImport()}>Discard</Button>
        </div>
      )}
    </form>
  );
}

function PlanFacts({ plan }: { readonly plan: ImportPlan }) {
  const { user, createdAt, appVersion, parts, files, bytes, dataRoot, remarks, leftOut } = plan;
  const now = useNow(30_000);
  return (
    <section className="panel-part" aria-label="What would be imported">
      <h3>What would come</h3>
      <Notice mood="ok" title={`${user.name}, ${user.type}`}>
        <p>
          The archive is whole. Made {formatMoment(createdAt, now) ?? createdAt} with version {appVersion}.
        </p>
      </Notice>
      <dl className="profile-facts">
        {parts.map((size) => (
          <div key={size.part} className="archive-part">
            <dt>{partTitles[size.part]}</dt>
            <dd>{sizeWords(size)}</dd>
          </div>
        ))}
        <dt>Written</dt>
        <dd>
          {formatCount(files, 'file')}, {formatBytes(bytes)}
        </dd>
        <dt>Into</dt>
        <dd>
          <code className="panel-path">{dataRoot}</code>
        </dd>
      </dl>
      {remarks.map((remark) => (
        <p key={remark} className="panel-quiet">
          {remark}
        </p>
      ))}
      <LeftOutList leftOut={leftOut} />
    </section>
  );
}
