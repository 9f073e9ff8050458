import type { LampName, LampState, ServiceName } from '../../src-shared/docker.ts';
import type { LampHistory, LampProbe } from '../../src-shared/health.ts';
import { useHealth } from '../app-stores.ts';
import { formatAge, formatDuration, formatMoment, formatSpan } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { historyOf } from '../stores/health.ts';
import { Shape } from '../ui/Shape.tsx';
import './lamp-past.css';

/** How many changes are listed; the rest is old. */
const listed = 5;

const stateWords: Readonly<Record<LampState, string>> = {
  ok: 'well',
  starting: 'on its way',
  warn: 'needs a look',
  failed: 'failed',
  unknown: 'not known',
};

/** How a lamp came to show what it shows: what was asked last, and its changes. */
export function LampPast({ service, lamp }: { readonly service: ServiceName; readonly lamp: LampName }) {
  const health = useHealth((state) => state.health);
  const history = historyOf(health, service, lamp);
  if (history === null || (history.probes.length === 0 && history.transitions.length === 0)) return null;
  return (
    <>
      <LastProbes history={history} />
      <Changes history={history} />
    </>
  );
}

function LastProbes({ history }: { readonly history: LampHistory }) {
  const now = useNow(1000);
  const { probes, again } = history;
  const [last] = probes;
  if (last === undefined) return null;
  const wait = again === null ? null : Date.parse(again) - now;
  return (
    <div className="lamp-past">
      <p className="lamp-past-title">Last asked</p>
      <div className="probe-strip" role="img" aria-label={stripWords(probes)}>
        {[...probes].reverse().map((probe) => (
          <span key={`${probe.at} ${probe.state}`} title={probeWords(probe, now)}>
            <Shape mood={probe.state} size={9} />
          </span>
        ))}
      </div>
      <p className="lamp-past-quiet">
        {formatAge(last.at, now)}
        {last.ms !== null && `, answered in ${formatDuration(Math.max(1, last.ms))}`}
        {wait !== null && wait > 500 && `, asked again in ${formatSpan(wait)}`}
      </p>
    </div>
  );
}

function Changes({ history }: { readonly history: LampHistory }) {
  const now = useNow(10_000);
  const { transitions } = history;
  if (transitions.length === 0) return null;
  return (
    <div className="lamp-past">
      <p className="lamp-past-title">Changes</p>
      <ol className="lamp-changes">
        {transitions.slice(0, listed).map(({ at, to, why }) => (
          <li key={`${at} ${to}`}>
            <Shape mood={to} size={9} />
            <span className="visually-hidden">{stateWords[to]}, </span>
            <time dateTime={at}>{formatMoment(at, now)}</time>
            <span className="lamp-change-why">{why}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function probeWords({ at, state, ms }: LampProbe, now: number): string {
  const took = ms === null ? '' : `, ${formatDuration(Math.max(1, ms))}`;
  return `${formatMoment(at, now)}: ${stateWords[state]}${took}`;
}

/** The strip for those who hear the page: "24 times asked: 22 well, 2 failed". */
function stripWords(probes: readonly LampProbe[]): string {
  const counts = (Object.keys(stateWords) as LampState[]).flatMap((state) => {
    const count = probes.filter((probe) => probe.state === state).length;
    return count === 0 ? [] : [`${count} ${stateWords[state]}`];
  });
  return `${probes.length === 1 ? 'Asked once' : `Asked ${probes.length} times`}: ${counts.join(', ')}`;
}
