import { useState } from 'react';
import type { EnvironmentView, VariableRow } from '../../../src-shared/inspection.ts';
import { useInspection } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ServiceChoice } from './ServiceChoice.tsx';
import { VariableCell } from './VariableCell.tsx';

const verdicts: Readonly<Record<VariableRow['verdict'], string>> = {
  same: 'The same',
  differs: 'Differs',
  image: 'Not in the files',
  'only-file': 'Only in the files',
};

/** The environment that a container really has beside the one its files say. */
export function EnvironmentPart() {
  const view = useInspection((state) => state.environment);
  const error = useInspection((state) => state.error);
  const [text, setText] = useState('');
  const [differing, setDiffering] = useState(false);
  return (
    <>
      <ServiceChoice what="environment" />
      {view === null && error === null && <Skeleton width={60} height={120} />}
      {view !== null && (
        <>
          <EnvironmentHead view={view} />
          <div className="inspection-filter">
            <label>
              <span className="visually-hidden">Search variables</span>
              <input
                type="search"
                placeholder="Search names and values"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </label>
            <label className="inspection-check">
              <input type="checkbox" checked={differing} onChange={(event) => setDiffering(event.target.checked)} />
              Only what differs
            </label>
          </div>
          <EnvironmentTable rows={view.rows.filter((row) => isMeant(row, text, differing))} />
        </>
      )}
    </>
  );
}

function isMeant({ name, container, file, verdict }: VariableRow, text: string, differing: boolean): boolean {
  if (differing && verdict !== 'differs' && verdict !== 'only-file') return false;
  const said = [name, container?.value, file?.value].join('\n').toLowerCase();
  return said.includes(text.toLowerCase());
}

function EnvironmentHead({ view }: { readonly view: EnvironmentView }) {
  const { container, why, filesError, rows } = view;
  const differing = rows.filter(({ verdict }) => verdict === 'differs' || verdict === 'only-file').length;
  return (
    <>
      {why !== null && <Notice mood="unknown" title={why} />}
      {filesError !== null && <Notice mood="warn" title={filesError} />}
      {container !== null && filesError === null && (
        <p>
          {differing === 0
            ? `${container} has everything as the files say.`
            : `${formatCount(differing, 'variable')} of ${container} ${differing === 1 ? 'is' : 'are'} not as the files say; a new container takes them over.`}
        </p>
      )}
      <p className="inspection-hint">
        The files are read as Compose reads them: quotes, comments after a value and variables are resolved.
      </p>
    </>
  );
}

function EnvironmentTable({ rows }: { readonly rows: readonly VariableRow[] }) {
  if (rows.length === 0) return <p className="inspection-hint">No variable is like this.</p>;
  return (
    <table className="inspection-table">
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">In the container</th>
          <th scope="col">In the files</th>
          <th scope="col" className="inspection-narrow">
            Compared
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className={row.verdict === 'differs' ? 'inspection-differs' : undefined}>
            <th scope="row">
              <code>{row.name}</code>
            </th>
            <td>
              <VariableCell name={row.name} where="container" value={row.container} />
            </td>
            <td>
              <VariableCell name={row.name} where="file" value={row.file} />
            </td>
            <td>{verdicts[row.verdict]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
