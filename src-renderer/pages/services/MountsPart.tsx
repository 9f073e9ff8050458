import { FolderOpen } from 'lucide-react';
import type { MountRow, MountSize } from '../../../src-shared/inspection.ts';
import { useHome, useInspection, useStores, useUsers } from '../../app-stores.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { currentId } from '../../stores/home.ts';
import { mountKey } from '../../stores/inspection.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ServiceChoice } from './ServiceChoice.tsx';

const places: Readonly<Record<MountRow['where'], string | null>> = {
  both: null,
  'only-container': 'Not in the files',
  'only-files': 'Not in the container yet',
};

/** Which folders of this computer a service has, whose they are and how much is in them. */
export function MountsPart() {
  const view = useInspection((state) => state.mounts);
  const error = useInspection((state) => state.error);
  return (
    <>
      <ServiceChoice what="mounts" />
      {view === null && error === null && <Skeleton width={60} height={120} />}
      {view !== null && view.why !== null && <Notice mood="unknown" title={view.why} />}
      {view !== null && view.rows.length === 0 && <p className="inspection-hint">It has no folder of this computer.</p>}
      {view !== null && view.rows.length > 0 && (
        <table className="inspection-table">
          <thead>
            <tr>
              <th scope="col" className="inspection-wide">
                Folder of this computer
              </th>
              <th scope="col">In the container</th>
              <th scope="col">Whose</th>
              <th scope="col" className="inspection-narrow">
                Size
              </th>
              <th scope="col" className="inspection-narrow">
                <span className="visually-hidden">Open</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <Mount key={`${row.where} ${row.target}`} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Mount({ row }: { readonly row: MountRow }) {
  const { source, target, readOnly, kind, where, type } = row;
  const { inspection } = useStores();
  const mount = { target, where: where === 'only-files' ? ('files' as const) : ('container' as const) };
  const size = useInspection((state) => state.sizes[mountKey(mount)] ?? null);
  const canLook = type === 'bind' && kind !== 'missing' && kind !== null;
  const remarks = [
    places[where],
    kind === 'missing' ? 'There is nothing at this place' : null,
    type === 'bind' ? null : type,
  ];
  return (
    <tr>
      <th scope="row">
        <code>{source}</code>
        {remarks.map((remark) => remark !== null && <p key={remark}>{remark}</p>)}
      </th>
      <td>
        <code>{target}</code>
        <p>{readOnly ? 'Read-only' : 'Writable'}</p>
      </td>
      <td>
        <Owner owner={row.owner} />
      </td>
      <td>
        {size === null || size === 'counting' ? (
          <Button
            kind="quiet"
            busy={size === 'counting'}
            label={`Measure ${source}`}
            disabledReason={canLook ? null : 'It is not a folder of this computer'}
            onClick={() => void inspection.getState().measure(mount)}
          >
            {size === 'counting' ? 'Counting' : 'Measure'}
          </Button>
        ) : (
          <span>{sizeWords(size)}</span>
        )}
      </td>
      <td>
        <Button
          kind="quiet"
          icon={FolderOpen}
          label={`Open ${source}`}
          disabledReason={canLook ? null : 'It is not a folder of this computer'}
          onClick={() => void inspection.getState().openMount(mount)}
        >
          Open
        </Button>
      </td>
    </tr>
  );
}

function sizeWords({ files, bytes, complete }: MountSize): string {
  const words = `${formatBytes(bytes)}, ${formatCount(files, 'file')}`;
  return complete ? words : `at least ${words}`;
}

function Owner({ owner }: { readonly owner: string | null }) {
  const users = useUsers((state) => state.users);
  const current = useHome(currentId);
  if (owner === null) return <span className="inspection-nothing">Nobody’s</span>;
  return <span>{owner === current ? `${userName(users, owner)}, current user` : userName(users, owner)}</span>;
}
