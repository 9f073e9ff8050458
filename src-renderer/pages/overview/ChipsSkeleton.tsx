import { lastCount } from '../../lib/last-count.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** As many chips as there were users the last time. */
export function ChipsSkeleton() {
  const chips = Array.from({ length: lastCount('users') ?? 3 }, (_, index) => index);
  return (
    <div className="user-chips">
      {chips.map((index) => (
        <span key={index} className="user-chip user-chip-coming">
          <Skeleton width={9} />
        </span>
      ))}
    </div>
  );
}
