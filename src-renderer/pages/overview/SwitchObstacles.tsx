import { FileCog, RotateCcw } from 'lucide-react';
import type { SwitchPlan } from '../../../src-shared/switching.ts';
import { useStores } from '../../app-stores.ts';
import type { SwitchInput } from '../../stores/switching.ts';
import { useSwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';
import './switch-obstacles.css';
import { filesWouldDo, obstaclesIn } from './switch-words.ts';

/** What would make a switch fail, seen before anything was changed, and the ways on. */
export function SwitchObstacles(props: {
  readonly obstacles: { readonly input: SwitchInput; readonly plan: SwitchPlan };
  readonly name: string;
}) {
  const { input, plan } = props.obstacles;
  const store = useStores().switching;
  const { blocked } = useSwitchOffer();
  const start = (more: Partial<SwitchInput>) => void store.getState().start({ ...input, ...more });
  return (
    <Notice
      mood="warn"
      role="alert"
      title={`The switch to ${props.name} would fail, so it was not begun.`}
      onDismiss={() => store.getState().dismissRefusal()}
      actions={
        <>
          {filesWouldDo(plan) && (
            <Button icon={FileCog} disabledReason={blocked} onClick={() => start({ services: false })}>
              Switch the files only
            </Button>
          )}
          <Button icon={RotateCcw} disabledReason={blocked} onClick={() => start({})}>
            Try again
          </Button>
        </>
      }
    >
      <ul className="switch-obstacles" aria-label="What stands in the way">
        {obstaclesIn(plan).map(({ code, message, hint }) => (
          <li key={`${code} ${message}`}>
            <Words text={message} /> <span className="switch-obstacles-hint">{<Words text={hint} />}</span>
          </li>
        ))}
      </ul>
      <p>Nothing was changed.</p>
    </Notice>
  );
}
