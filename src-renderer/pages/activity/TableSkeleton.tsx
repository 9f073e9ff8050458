import { useLate } from '../../lib/use-late.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';

const rows = [44, 36, 52, 40, 48];

/** A few rows in the shape they will have. */
export function TableSkeleton() {
  const late = useLate(true, 2000);
  return (
    <div className="activity-table" aria-busy="true">
      {late && (
        <p className="activity-late" role="status">
          Still reading the log
        </p>
      )}
      {rows.map((width) => (
        <div key={width} className="activity-row" aria-hidden="true">
          <Skeleton width={10} />
          <Skeleton width={width} />
          <Skeleton width={7} />
        </div>
      ))}
    </div>
  );
}
