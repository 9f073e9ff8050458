import { Skeleton } from '../ui/Skeleton.tsx';

const rows = ['knowledge', 'memory'];
const lamps = ['container', 'http', 'model', 'mounts'];

/** Two services in the shape they will have. */
export function ServiceSkeleton() {
  return (
    <>
      {rows.map((row) => (
        <div key={row} className="service" aria-hidden="true">
          <div className="service-head">
            <Skeleton width={12} height={14} />
            <Skeleton width={40} height={10} />
          </div>
          <div className="service-lamps">
            {lamps.map((lamp) => (
              <div key={lamp} className="lamp">
                <span className="lamp-label">
                  <Skeleton width={9} height={8} />
                </span>
                <span className="lamp-state">
                  <Skeleton width={13} height={12} />
                </span>
              </div>
            ))}
          </div>
        </div>
      ))}
    </>
  );
}
