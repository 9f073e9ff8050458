import type { ReactNode } from 'react';
import type { ConsistencyState, ServiceConsistency } from '../../../src-shared/consistency.ts';
import { useHome, useUsers } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { userName } from '../../stores/users.ts';
import { Shape } from '../../ui/Shape.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ComparedCell } from './ComparedCell.tsx';
import { ContainerCell } from './ContainerCell.tsx';
import type { CellContext } from './cell-context.ts';
import { verdictMoods, verdictWords } from './consistency-words.ts';
import { EnvFileCell } from './EnvFileCell.tsx';
import { FoldersCell } from './FoldersCell.tsx';

type Row = { readonly title: string; cell(service: ServiceConsistency, context: CellContext): ReactNode };

const rows: readonly Row[] = [
  { title: 'Env file', cell: ({ envFile }, context) => <EnvFileCell cell={envFile} context={context} /> },
  {
    title: 'Compose file',
    cell: ({ compose }, context) => (
      <ComparedCell
        judged={compose}
        context={context}
        word={compose.user === null ? null : context.nameOf(compose.user)}
        place={{ path: compose.path }}
        notes={compose.notes}
      />
    ),
  },
  {
    title: 'Container was told',
    cell: ({ container }, context) => <ContainerCell cell={container} context={context} />,
  },
  {
    title: 'Mounted folders',
    cell: ({ mounts, container }, context) => <FoldersCell cell={mounts} state={container.state} context={context} />,
  },
];

/** Each source in a row, each service in a column: shape, colour and word per cell, and the reason where it differs. */
export function ComparisonTable({ consistency }: { readonly consistency: ConsistencyState }) {
  const home = useHome((state) => state.home?.path ?? '');
  const users = useUsers((state) => state.users);
  const { system, services, engineProblem } = consistency;
  const context: CellContext = { home, said: engineProblem, nameOf: (id) => userName(users, id) };
  return (
    <section className="section" aria-labelledby="comparison-heading">
      <div className="section-head">
        <h2 id="comparison-heading">Side by side</h2>
      </div>
      <table className="comparison" aria-labelledby="comparison-heading">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Source</span>
            </th>
            {services.map((service) => (
              <th key={service.name} scope="col">
                <span className="comparison-service">
                  {service.title}
                  <span className="comparison-verdict">
                    <Shape mood={verdictMoods[service.verdict]} />
                    {verdictWords[service.verdict]}
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Current user</th>
            <td colSpan={services.length}>
              <ComparedCell
                judged={system}
                word={system.user === null ? null : context.nameOf(system.user)}
                context={context}
                place={{ path: system.path }}
                alwaysWhy={system.source !== 'file'}
              />
            </td>
          </tr>
          {rows.map(({ title, cell }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {services.map((service) => (
                <td key={service.name}>{cell(service, context)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The table while nothing has been compared yet. */
export function ComparisonSkeleton() {
  const late = useLate(true, 2000);
  return (
    <section className="section" aria-label="Side by side">
      {late && (
        <p className="section-hint" role="status">
          Still comparing files and containers
        </p>
      )}
      <div className="comparison-coming">
        {rows.map(({ title }) => (
          <div key={title}>
            <Skeleton width={14} />
            <Skeleton width={30} />
            <Skeleton width={30} />
          </div>
        ))}
      </div>
    </section>
  );
}
