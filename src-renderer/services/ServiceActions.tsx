import { BookOpen, ExternalLink, Play, RefreshCw, RotateCw, ScrollText, Square } from 'lucide-react';
import type { Service } from '../../src-shared/docker.ts';
import { useDocker, useStores } from '../app-stores.ts';
import { servicesHref } from '../lib/place.ts';
import type { ServiceAction } from '../stores/docker.ts';
import { Button } from '../ui/Button.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { busyWords, isRunning, troubles } from './service-words.ts';

const doing: Readonly<Record<ServiceAction, NonNullable<Service['busy']>>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
  recreate: 'recreating',
};

/** Start, stop, restart and the service's own page; `full` adds a new container and the description of its calls. */
export function ServiceActions(props: {
  readonly service: Service;
  readonly blocked: string | null;
  readonly full: boolean;
}) {
  const { service, blocked, full } = props;
  const { docker } = useStores();
  const asked = useDocker((state) => state.asked.find(({ services }) => services.includes(service.name)) ?? null);
  const { name, title, lamps } = service;
  const busy = service.busy ?? (asked === null ? null : doing[asked.action]);
  const { act } = docker.getState();
  const ask = (action: ServiceAction) => void act(action, [name]);
  return (
    <div className="service-actions">
      <PageLinks service={service} full={full} />
      {!full && (
        <LinkButton href={servicesHref('logs')} icon={ScrollText}>
          Logs
        </LinkButton>
      )}
      {busy !== null && <Button busy>{busyWords[busy]}</Button>}
      {busy === null && (!isRunning(service) || lamps.container.state === 'warn') && (
        <Button icon={Play} label={`Start ${title}`} disabledReason={blocked} onClick={() => ask('start')}>
          Start
        </Button>
      )}
      {busy === null && isRunning(service) && (
        <>
          <Button icon={RotateCw} label={`Restart ${title}`} disabledReason={blocked} onClick={() => ask('restart')}>
            Restart
          </Button>
          <Button icon={Square} label={`Stop ${title}`} disabledReason={blocked} onClick={() => ask('stop')}>
            Stop
          </Button>
        </>
      )}
      {busy === null && full && !isOfferedBelow(service) && (
        <Button icon={RefreshCw} label={`Recreate ${title}`} disabledReason={blocked} onClick={() => ask('recreate')}>
          Recreate
        </Button>
      )}
    </div>
  );
}

/** Whether a line of troubles offers a new container already, with the reason beside it. */
function isOfferedBelow(service: Service): boolean {
  const drifted = service.findings.some(({ code }) => code === 'adopted-drift');
  return drifted || troubles(service, service.servesUser).some(({ name }) => name === 'mounts');
}

function PageLinks({ service, full }: { readonly service: Service; readonly full: boolean }) {
  const { shell } = useStores();
  const { name, title, webUrl, lamps } = service;
  if (webUrl === null) return null;
  const silent = lamps.http.state === 'ok' ? null : `${title} does not answer`;
  return (
    <>
      <Button
        kind="quiet"
        icon={ExternalLink}
        label={`Open the page of ${title}`}
        disabledReason={silent}
        onClick={() => void shell.getState().openService(name)}
      >
        Open
      </Button>
      {full && (
        <Button
          kind="quiet"
          icon={BookOpen}
          label={`API docs of ${title}`}
          disabledReason={silent}
          onClick={() => void shell.getState().openService(name, 'docs')}
        >
          API docs
        </Button>
      )}
    </>
  );
}
