import { ArrowRight, RotateCw } from 'lucide-react';
import { serviceTitles } from '../../src-shared/docker.ts';
import { holderWords } from '../../src-shared/port-holder.ts';
import type { PortView } from '../../src-shared/ports.ts';
import { useDocker, usePorts, useStores } from '../app-stores.ts';
import { useMay } from '../may.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Words } from '../ui/Words.tsx';
import { MovePreview } from './MovePreview.tsx';
import { holderAdvice } from './port-words.ts';

/** A port that somebody else has: who, and the ways out of it. */
export function PortNotice({ view, blocked }: { readonly view: PortView; readonly blocked: string | null }) {
  const { service, port, holder, suggestion } = view;
  const { ports: store, docker } = useStores();
  const moving = usePorts((state) => state.moving);
  const shown = usePorts((state) => state.shown);
  const asked = useDocker((state) => state.asked);
  const { why: refused } = useMay('ports.move');
  if (holder === null) return null;
  const title = serviceTitles[service];
  const isShown = shown !== null && shown.wanted.service === service && shown.wanted.from === port;
  const target = isShown ? (shown.plan?.to ?? shown.wanted.to) : (suggestion ?? undefined);
  const starting = asked.some(({ action, services }) => action === 'start' && services.includes(service));
  const move = () => {
    docker.getState().dismissFailure([service]);
    void store.getState().move({ service, from: port, ...(target === undefined ? {} : { to: target }) });
  };
  return (
    <div className="port-notice">
      <Notice
        mood="warn"
        role="alert"
        title={<Words text={`Port ${port} is used by ${holderWords(holder)}, so ${title} cannot have it.`} />}
        actions={
          <>
            {target !== undefined && (
              <Button
                kind="primary"
                icon={ArrowRight}
                busy={moving === service}
                disabledReason={
                  refused ?? (moving === null || moving === service ? blocked : 'Another port is being changed')
                }
                onClick={move}
              >
                Let {title} use {target}
              </Button>
            )}
            <Button
              label={`${isShown ? 'Hide' : 'Show'} the change for ${title}`}
              onClick={() => (isShown ? store.getState().hide() : void store.getState().show(wantedOf(view)))}
            >
              {isShown ? 'Hide' : 'Show'} the change
            </Button>
            <Button
              icon={RotateCw}
              label={`Try ${title} again`}
              busy={starting}
              disabledReason={blocked}
              onClick={() => void docker.getState().act('start', [service])}
            >
              Try {title} again
            </Button>
          </>
        }
      >
        <p>{holderAdvice(holder)}</p>
      </Notice>
      {isShown && <MovePreview view={view} />}
    </div>
  );
}

function wantedOf({ service, port, suggestion }: PortView) {
  return { service, from: port, ...(suggestion === null ? {} : { to: suggestion }) };
}
