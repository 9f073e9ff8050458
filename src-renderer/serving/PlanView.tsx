import { serviceTitles } from '../../src-shared/docker.ts';
import type { ServingChange } from '../../src-shared/serving.ts';
import { useHome } from '../app-stores.ts';
import { shownPath } from '../lib/shown-path.ts';
import type { OpenServing } from '../stores/serving.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Words } from '../ui/Words.tsx';
import { chooseWords } from './serving-words.ts';

/** What the choice would change, what should be known before it, and what forbids it. */
export function PlanView({ opened }: { readonly opened: OpenServing }) {
  const { plan, planning, error, choice } = opened;
  if (error !== null) {
    // Said at the field that mends it.
    return error.code === 'serving/dimension-unknown' ? null : <ErrorNotice error={error} />;
  }
  if (planning) return <p role="status">Working it out</p>;
  if (plan === null) return <p className="field-help">{chooseWords(choice)}</p>;
  const files = [...new Set(plan.changes.map(({ file }) => file))];
  return (
    <>
      {plan.refusals.map((refusal) => (
        <ErrorNotice key={refusal.message} error={refusal} />
      ))}
      {plan.writesSecret && (
        <Notice mood="warn" title="The key is written in clear into the env file.">
          <p>The service reads it there; whoever can read that file can read it.</p>
        </Notice>
      )}
      {plan.warnings.map((warning) => (
        <Notice key={warning} mood="warn" title={<Words text={warning} />} />
      ))}
      {files.length === 0 && <p>There is nothing to change: the services have it already.</p>}
      {files.map((file) => (
        <ChangesTable key={file} file={file} changes={plan.changes.filter((change) => change.file === file)} />
      ))}
    </>
  );
}

function ChangesTable({ file, changes }: { readonly file: string; readonly changes: readonly ServingChange[] }) {
  const home = useHome((state) => state.home?.path ?? '');
  const [first] = changes;
  if (first === undefined) return null;
  return (
    <table className="serve-changes">
      <caption>
        {serviceTitles[first.service]} <code>{shownPath(file, home)}</code>
      </caption>
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before ?? <span className="serve-none">none</span>}</td>
            <td>{after ?? <span className="serve-none">none</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
