import { ExternalLink, Play, RotateCw, Square } from 'lucide-react';
import type { Service } from '../../../src-shared/docker.ts';
import { useDocker, useStores } from '../../app-stores.ts';
import type { ServiceAction } from '../../stores/docker.ts';
import { Button } from '../../ui/Button.tsx';
import { busyWords, isRunning } from './service-words.ts';

const doing: Readonly<Record<ServiceAction, NonNullable<Service['busy']>>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
  recreate: 'recreating',
};

/** Start, stop, restart and the service's own page. */
export function ServiceActions({ service, blocked }: { readonly service: Service; readonly blocked: string | null }) {
  const { docker, shell } = useStores();
  const asked = useDocker((state) => state.asked.find(({ services }) => services.includes(service.name)) ?? null);
  const { name, title, webUrl, lamps } = service;
  const busy = service.busy ?? (asked === null ? null : doing[asked.action]);
  const { act } = docker.getState();
  const silent = lamps.http.state === 'ok' ? null : `${title} does not answer`;
  return (
    <div className="service-actions">
      {webUrl !== null && (
        <Button
          kind="quiet"
          icon={ExternalLink}
          label={`Open the page of ${title}`}
          disabledReason={silent}
          onClick={() => void shell.getState().openService(name)}
        >
          Open
        </Button>
      )}
      {busy !== null && <Button busy>{busyWords[busy]}</Button>}
      {busy === null && (!isRunning(service) || lamps.container.state === 'warn') && (
        <Button icon={Play} label={`Start ${title}`} disabledReason={blocked} onClick={() => void act('start', [name])}>
          Start
        </Button>
      )}
      {busy === null && isRunning(service) && (
        <>
          <Button
            icon={RotateCw}
            label={`Restart ${title}`}
            disabledReason={blocked}
            onClick={() => void act('restart', [name])}
          >
            Restart
          </Button>
          <Button
            icon={Square}
            label={`Stop ${title}`}
            disabledReason={blocked}
            onClick={() => void act('stop', [name])}
          >
            Stop
          </Button>
        </>
      )}
    </div>
  );
}
