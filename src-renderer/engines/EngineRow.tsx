import type { EngineEntry } from '../../src-shared/engines.ts';
import { Button } from '../ui/Button.tsx';
import { Shape } from '../ui/Shape.tsx';
import { Words } from '../ui/Words.tsx';
import { choiceOf, isMerelyAbsent, originWords } from './engine-words.ts';

/** One engine: what it is, how it does and, where it can be used and is not, the button for it. */
export function EngineRow(props: {
  readonly engine: EngineEntry;
  readonly blocked: string | null;
  /** What is being gone over to. */
  readonly changingTo: string | null;
  readonly use: (engine: string) => void;
}) {
  const { engine, blocked, changingTo, use } = props;
  const { name, address, condition, inUse, remark } = engine;
  const usable = condition.state === 'usable';
  const choice = choiceOf(engine);
  const busy = changingTo === choice;
  return (
    <li className="engine-row">
      <Shape mood={usable ? 'ok' : isMerelyAbsent(engine) ? 'unknown' : 'failed'} />
      <div className="engine-row-words">
        <p>
          <span className="engine-row-name">{name}</span>{' '}
          <span className="engine-row-quiet">
            {usable && condition.version !== '' && `${condition.version}, `}
            {usable ? `API ${condition.apiVersion}` : originWords(engine)}
          </span>
        </p>
        {address !== '' && <code title={address}>{address}</code>}
        {!usable && !isMerelyAbsent(engine) && (
          <p className="engine-row-quiet">
            <Words text={`${condition.error.message} ${condition.error.hint}`} />
          </p>
        )}
        {remark !== null && <p className="engine-row-quiet">{remark}</p>}
      </div>
      {inUse && <span className="engine-row-mark">In use</span>}
      {!inUse && usable && (
        <Button
          label={`Use ${name}`}
          busy={busy}
          disabledReason={
            busy ? null : (blocked ?? (changingTo === null ? null : 'Another engine is being changed to'))
          }
          onClick={() => use(choice)}
        >
          Use
        </Button>
      )}
    </li>
  );
}
