import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { PlannedFile } from '../../../src-shared/migration.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { Field } from '../../ui/Field.tsx';
import { actionWords } from './migration-words.ts';
import './plan-table.css';
import { type PlanColumn, type PlanOrder, planRows } from './plan-rows.ts';

/** Height of a row and of what is seen at once, in pixels, as the style sheet has them. */
const rowHeight = 28;
const seenHeight = 448;
/** Rows drawn beyond what is seen, so that nothing flashes while scrolling. */
const beyond = 8;

const columns: readonly { readonly key: PlanColumn | null; readonly title: string }[] = [
  { key: 'path', title: 'File' },
  { key: 'action', title: 'What happens' },
  { key: null, title: 'Why' },
  { key: 'size', title: 'Size' },
];

/** Every file of a plan; only the rows in sight are drawn, so that thousands are no weight. */
export function PlanTable({ files }: { readonly files: readonly PlannedFile[] }) {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<PlanOrder>({ by: 'path', descending: false });
  const [top, setTop] = useState(0);
  const scroller = useRef<HTMLElement>(null);
  const rows = useMemo(() => planRows(files, filter, order), [files, filter, order]);
  const from = Math.max(0, Math.min(Math.floor(top / rowHeight), rows.length) - beyond);
  const drawn = rows.slice(from, from + Math.ceil(seenHeight / rowHeight) + 2 * beyond);
  const toTop = () => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
    setTop(0);
  };
  return (
    <>
      <div className="plan-filter">
        <Field label="Find a file">
          {(tie) => (
            <input
              {...tie}
              type="text"
              value={filter}
              spellCheck={false}
              placeholder="Path, what happens, or why"
              onChange={(event) => {
                setFilter(event.target.value);
                toTop();
              }}
            />
          )}
        </Field>
        <p className="section-hint" role="status">
          {rows.length === files.length
            ? formatCount(files.length, 'file')
            : `${rows.length.toLocaleString('en-GB')} of ${formatCount(files.length, 'file')}`}
        </p>
      </div>
      {rows.length === 0 && files.length > 0 && <p className="home-quiet">No file has “{filter.trim()}”.</p>}
      {rows.length > 0 && (
        <section
          ref={scroller}
          className="plan-scroll"
          aria-label="Files of the plan"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
          tabIndex={0}
          onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        >
          <table className="plan-table" aria-rowcount={rows.length + 1}>
            <PlanTableHead
              order={order}
              setOrder={(next) => {
                setOrder(next);
                toTop();
              }}
            />
            <tbody>
              {from > 0 && <Gap rows={from} />}
              {drawn.map((file, index) => (
                <PlanRow key={file.path} file={file} at={from + index} />
              ))}
              {from + drawn.length < rows.length && <Gap rows={rows.length - from - drawn.length} />}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function PlanTableHead(props: { readonly order: PlanOrder; readonly setOrder: (order: PlanOrder) => void }) {
  const { order, setOrder } = props;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ key, title }) =>
          key === null ? (
            <th key={title} scope="col">
              {title}
            </th>
          ) : (
            <th
              key={title}
              scope="col"
              aria-sort={order.by !== key ? undefined : order.descending ? 'descending' : 'ascending'}
            >
              <button
                type="button"
                onClick={() => setOrder({ by: key, descending: order.by === key && !order.descending })}
              >
                {title}
                {order.by === key && <Arrow size={12} aria-hidden />}
              </button>
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}

function PlanRow({ file, at }: { readonly file: PlannedFile; readonly at: number }) {
  const { path, action, reason, size, conflict } = file;
  return (
    <tr aria-rowindex={at + 2}>
      <td title={path}>
        <code>{path}</code>
      </td>
      <td className={`plan-${action}`}>{actionWords[action]}</td>
      <td title={reason}>
        {conflict && <span className="plan-conflict">Both have it:</span>} {reason}
      </td>
      <td>{formatBytes(size)}</td>
    </tr>
  );
}

/** Stands for rows that are not drawn. */
function Gap({ rows }: { readonly rows: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that holds nothing takes no focus.
    <tr aria-hidden="true">
      <td colSpan={columns.length} className="plan-gap" style={{ height: rows * rowHeight }} />
    </tr>
  );
}
